-- A new user may choose his login ID himself; until then a name of his place in the contract, which nobody can type as an ID, stands there.
alter table customer_user add column login_id_chosen boolean not null default true;

-- Somebody who proved by the bank's paper who he is, on his way to a login ID. What he chose waits here for the code that proves his address.
create table login_id_step (
  bank_code                  text not null,
  step_sha256                bytea not null,     -- of the cookie's value
  user_id                    uuid not null,
  begun_at                   timestamptz not null,
  login_id                   text,
  mail_address               text,
  login_password_hash        text,
  confirmation_password_hash text,
  ended_at                   timestamptz,
  primary key (bank_code, step_sha256),
  foreign key (bank_code, user_id) references customer_user
);
alter table login_id_step enable row level security;
alter table login_id_step force row level security;
create policy tenant on login_id_step
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on login_id_step to {runtime};
