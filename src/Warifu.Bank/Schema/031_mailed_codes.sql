-- A password that was mailed, for one act of one session or one step of signing in: it counts there alone, and once.
create table mailed_code (
  bank_code     text not null,
  holder_sha256 bytea not null,       -- key of the session or step that asked for it
  act           text not null,        -- what it is good for
  user_id       uuid not null,
  code_hash     bytea not null,       -- keyed with the server key: a few digits are guessed from a plain hash
  sent_at       timestamptz not null,
  expires_at    timestamptz,          -- null: with its session
  used_at       timestamptz,
  primary key (bank_code, holder_sha256, act),
  foreign key (bank_code, user_id) references customer_user
);
alter table mailed_code enable row level security;
alter table mailed_code force row level security;
create policy tenant on mailed_code
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on mailed_code to {runtime};

-- Wrong ones are counted behind doors of their own: those mailed for an act, and one-time passwords at sign-in. Which doors there are
-- is the program's to know.
alter table lock_counter drop constraint lock_counter_door_check;
alter table customer_user no force row level security;
alter table lock_counter no force row level security;
insert into lock_counter (bank_code, user_id, door) select bank_code, user_id, unnest(array['mailed', 'one-time', 'login-id']) from customer_user;
alter table customer_user force row level security;
alter table lock_counter force row level security;
