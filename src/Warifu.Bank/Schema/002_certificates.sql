-- The certificate register: trust is a row in it. Its chain was checked when the row was entered.
create table certificate (
  bank_code         text not null,
  sha256            bytea not null,         -- of the whole certificate
  serial            text not null,
  user_id           uuid not null,
  common_name       text not null,
  spki_sha256       bytea not null,
  not_before        timestamptz not null,
  not_after         timestamptz not null,   -- the last second of validity
  state             text not null default 'active' check (state in ('active', 'revoked')),
  der               bytea not null,
  entered_at        timestamptz not null,
  revoked_at        timestamptz,
  revocation_reason text,
  revoked_by        text,                   -- login ID, or 'staff'
  acknowledged_at   timestamptz,            -- when the Authority had recorded the revocation
  primary key (bank_code, sha256),
  unique (bank_code, serial),
  unique (bank_code, spki_sha256),
  foreign key (bank_code, user_id) references customer_user,
  check ((state = 'revoked') = (revoked_at is not null and revocation_reason is not null and revoked_by is not null))
);
create index certificate_of_user on certificate (bank_code, user_id, not_after desc);
alter table certificate enable row level security;
alter table certificate force row level security;
create policy tenant on certificate
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on certificate to {runtime};

-- What is asked of the Authority is written here first, and the same request is the same row.
create table enrolment (
  bank_code          text not null,
  request_key        uuid not null,         -- made by the program on the customer's PC
  user_id            uuid not null,
  authority_key      uuid not null,         -- names the request on the registration wire
  csr_sha256         bytea not null,
  csr                bytea not null,
  common_name        text not null,
  organisation       text not null,
  validity_days      int not null,
  intended_at        timestamptz not null,
  certificate_sha256 bytea,                 -- once there
  given_up_at        timestamptz,           -- refused by the Authority, or another request took its place
  primary key (bank_code, request_key),
  unique (bank_code, authority_key),
  foreign key (bank_code, user_id) references customer_user,
  foreign key (bank_code, certificate_sha256) references certificate,
  check (certificate_sha256 is null or given_up_at is null)
);
create unique index enrolment_open on enrolment (bank_code, user_id) where certificate_sha256 is null and given_up_at is null;
alter table enrolment enable row level security;
alter table enrolment force row level security;
create policy tenant on enrolment
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on enrolment to {runtime};

-- Tells apart common names made within one millisecond.
create sequence common_name_number minvalue 0 maxvalue 999 start 0 cycle;
grant usage on sequence common_name_number to {runtime};
