-- Tenant: the bank. Certificates of the operator's own servers stand under 0000, which is no bank's code.

-- The intent: what will be signed, stored before it is signed.
create table issuance (
  bank_code      text not null check (bank_code ~ '^[0-9]{4}$'),
  request_key    uuid not null,
  request_sha256 bytea not null,
  authority_id   text not null references authority,
  profile        text not null,
  serial         text not null,
  key_sha256     bytea not null,
  to_be_signed   bytea not null,
  asked_at       timestamptz not null,
  primary key (bank_code, request_key),
  unique (bank_code, serial),
  constraint issuance_key_once unique (bank_code, key_sha256),
  -- RFC 5280, 4.1.2.2 wants this per issuer; we keep it over all of them.
  constraint issuance_serial_once unique (serial)
);

-- The register.
create table certificate (
  bank_code    text not null,
  serial       text not null,
  authority_id text not null references authority,
  sha256       bytea not null unique,
  not_before   timestamptz not null,
  not_after    timestamptz not null,
  der          bytea not null,
  issued_at    timestamptz not null,
  revoked_at   timestamptz,
  reason       int,
  primary key (bank_code, serial),
  foreign key (bank_code, serial) references issuance (bank_code, serial),
  check ((revoked_at is null) = (reason is null))
);
create index certificate_revoked on certificate (authority_id) where revoked_at is not null;

-- By these a bank is known on the registration wire.
create table registration_certificate (
  bank_code     text not null check (bank_code ~ '^[0-9]{4}$'),
  sha256        bytea not null unique,
  not_before    timestamptz not null,
  not_after     timestamptz not null,
  registered_at timestamptz not null,
  withdrawn_at  timestamptz,
  primary key (bank_code, sha256)
);

alter table issuance enable row level security;
alter table issuance force row level security;
create policy tenant on issuance
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));

alter table certificate enable row level security;
alter table certificate force row level security;
create policy tenant on certificate
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));

alter table registration_certificate enable row level security;
alter table registration_certificate force row level security;
create policy tenant on registration_certificate
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));

grant select, insert on issuance to {runtime};
-- Locking a row for the signature needs the right to update something of it.
grant update (asked_at) on issuance to {runtime};
grant select, insert, update (revoked_at, reason) on certificate to {runtime};
grant select, insert, update (withdrawn_at) on registration_certificate to {runtime};
