-- Services outside the bank that its customers may link (連携先). Each is registered by staff and proves itself with a key of its own.
create table api_client (
  bank_code       text not null,
  client_id       text not null,
  name_ja         text not null,          -- of the service
  name_en         text not null,
  company_ja      text not null,          -- who offers it
  company_en      text not null,
  site            text not null,          -- its own web site, which the customer looks at before he allows
  redirect_uris   text[] not null,
  scopes          text[] not null,        -- business scopes it may ask for
  authentication  text not null check (authentication in ('tls_client_auth', 'self_signed_tls_client_auth', 'private_key_jwt')),
  subject         text,                   -- tls_client_auth: of its certificates (RFC 4514)
  issuers         bytea[] not null,       -- tls_client_auth: CA certificates that may have issued them, in DER
  certificates    bytea[] not null,       -- self_signed_tls_client_auth: SHA-256 of each
  keys            text,                   -- private_key_jwt: a JWK set
  sender          text not null check (sender in ('mtls', 'dpop')),  -- what its tokens are bound to
  sandbox         boolean not null,       -- sees test accounts and nothing else
  standing        text not null default 'active' check (standing in ('active', 'stopped')),
  made_at         timestamptz not null,
  primary key (bank_code, client_id),
  check ((authentication = 'tls_client_auth') = (subject is not null and cardinality(issuers) > 0)),
  check ((authentication = 'self_signed_tls_client_auth') = (cardinality(certificates) > 0)),
  check ((authentication = 'private_key_jwt') = (keys is not null))
);
alter table api_client enable row level security;
alter table api_client force row level security;
create policy tenant on api_client
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on api_client to {runtime};

-- Assertions and proofs that were taken, until they would be refused for their age: none is taken twice.
create table used_proof (
  bank_code    text not null,
  proof_sha256 bytea not null,            -- of what it was used for, by whom, and its jti
  forgotten_at timestamptz not null,
  primary key (bank_code, proof_sha256)
);
create index used_proof_forgotten on used_proof (bank_code, forgotten_at);
alter table used_proof enable row level security;
alter table used_proof force row level security;
create policy tenant on used_proof
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update, delete on used_proof to {runtime};

-- Keys that sign access tokens. One signs; the next is published before it signs, the last one until its tokens have ended.
create table token_key (
  bank_code    text not null,
  key_id       text not null,
  sealed       bytea not null,            -- PKCS#8, sealed with the server key
  public_key   text not null,             -- as a JWK
  made_at      timestamptz not null,
  signs_from   timestamptz not null,
  signs_until  timestamptz not null,
  primary key (bank_code, key_id)
);
create unique index token_key_turn on token_key (bank_code, signs_from);
alter table token_key enable row level security;
alter table token_key force row level security;
create policy tenant on token_key
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, delete on token_key to {runtime};
