-- From which networks a user has signed in.
create table known_place (
  bank_code text not null,
  user_id   uuid not null,
  network   text not null,
  last_at   timestamptz not null,
  primary key (bank_code, user_id, network),
  foreign key (bank_code, user_id) references customer_user
);
alter table known_place enable row level security;
alter table known_place force row level security;
create policy tenant on known_place
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on known_place to {runtime};

-- Somebody gave the right login password and is asked for a one-time password. It opens nothing, and ends when it is used.
create table sign_in_step (
  bank_code          text not null,
  step_sha256        bytea not null,      -- of the cookie's value
  user_id            uuid not null,
  certificate_sha256 bytea,               -- of the connection; null where the contract signs in by ID
  begun_at           timestamptz not null,
  ended_at           timestamptz,
  primary key (bank_code, step_sha256),
  foreign key (bank_code, user_id) references customer_user
);
alter table sign_in_step enable row level security;
alter table sign_in_step force row level security;
create policy tenant on sign_in_step
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on sign_in_step to {runtime};

-- Authenticator apps (RFC 6238). The secret is sealed with the server key; a time step counts once.
create table authenticator (
  bank_code     text not null,
  user_id       uuid not null,
  secret        bytea,                    -- null until the user has shown that his app has it
  registered_at timestamptz,
  last_step     bigint not null default 0,
  offered       bytea,                    -- shown as a picture, and not proven yet
  primary key (bank_code, user_id),
  foreign key (bank_code, user_id) references customer_user,
  check ((secret is null) = (registered_at is null))
);
alter table authenticator enable row level security;
alter table authenticator force row level security;
create policy tenant on authenticator
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on authenticator to {runtime};
