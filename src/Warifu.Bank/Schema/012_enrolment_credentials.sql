-- The secret with which a program enrols for a user once, without his password. One per user: a new one takes the place of the last.
create table enrolment_credential (
  bank_code   text not null,
  user_id     uuid not null,
  request_key uuid not null,               -- of the one enrolment it is good for: used once that enrolment is there
  secret_hash text not null,
  made_at     timestamptz not null,
  expires_at  timestamptz not null,
  primary key (bank_code, user_id),
  unique (bank_code, request_key),
  foreign key (bank_code, user_id) references customer_user
);
alter table enrolment_credential enable row level security;
alter table enrolment_credential force row level security;
create policy tenant on enrolment_credential
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on enrolment_credential to {runtime};

-- Its wrong tries are counted behind a door of their own, which users made before this step get here: row security holds for the
-- owner too, and this step speaks of all banks at once.
alter table lock_counter drop constraint lock_counter_door_check;
alter table lock_counter add constraint lock_counter_door_check check (door in ('certificate', 'id', 'enrolment', 'confirmation', 'credential'));
alter table customer_user no force row level security;
alter table lock_counter no force row level security;
insert into lock_counter (bank_code, user_id, door) select bank_code, user_id, 'credential' from customer_user;
alter table customer_user force row level security;
alter table lock_counter force row level security;
