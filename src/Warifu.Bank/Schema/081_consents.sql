-- A link that a user allowed: what a service may read of which accounts, until when.
create table api_grant (
  bank_code    text not null,
  grant_id     uuid not null,
  client_id    text not null,
  user_id      uuid not null,
  contract_id  text not null,
  details      text not null,             -- what was allowed, as authorization details (RFC 9396)
  accounts     text[] not null,           -- account keys
  given_at     timestamptz not null,
  ends_at      timestamptz not null,
  ended_at     timestamptz,               -- before its time
  end_reason   text check (end_reason in ('withdrawn', 'by-client', 'by-staff', 'code-reused', 'user-deleted', 'contract-ended')),
  used_at      timestamptz,               -- the last call
  primary key (bank_code, grant_id),
  foreign key (bank_code, client_id) references api_client,
  foreign key (bank_code, user_id) references customer_user,
  check ((ended_at is null) = (end_reason is null))
);
create index api_grant_of_user on api_grant (bank_code, user_id, given_at desc);
create index api_grant_of_contract on api_grant (bank_code, contract_id, given_at desc);
alter table api_grant enable row level security;
alter table api_grant force row level security;
create policy tenant on api_grant
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on api_grant to {runtime};

-- A service's request for a link, from its push (RFC 9126) to the user's answer and the code that tells of it.
create table consent (
  bank_code       text not null,
  consent_id      uuid not null,
  client_id       text not null,
  request_sha256  bytea not null,         -- of the request_uri's secret
  redirect_uri    text not null,
  state           text,
  challenge       text not null,          -- PKCE, S256
  sender_key      text,                   -- DPoP: thumbprint that the code is bound to
  details         text not null,          -- what is asked for
  replaces        uuid,                   -- the grant that is to go on under new terms
  pushed_at       timestamptz not null,
  opened_at       timestamptz,            -- when a browser came with it
  user_id         uuid,                   -- who signed in for it
  chosen          text[],                 -- the business scopes he chose
  decided_at      timestamptz,
  decision        text check (decision in ('allowed', 'refused')),
  shown           text,                   -- the page on which it was decided, as its text; the customer's receipt
  shown_sha256    bytea,
  grant_id        uuid,
  code_sha256     bytea,
  code_until      timestamptz,
  code_used_at    timestamptz,
  primary key (bank_code, consent_id),
  unique (bank_code, request_sha256),
  unique (bank_code, code_sha256),
  foreign key (bank_code, client_id) references api_client,
  foreign key (bank_code, user_id) references customer_user,
  foreign key (bank_code, grant_id) references api_grant,
  foreign key (bank_code, replaces) references api_grant,
  check ((decision is null) = (decided_at is null)),
  check ((decision = 'allowed') = (grant_id is not null and code_sha256 is not null and code_until is not null))
);
alter table consent enable row level security;
alter table consent force row level security;
create policy tenant on consent
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on consent to {runtime};

-- What a client shows: only hashes, so that a copy of the database opens nothing.
create table api_token (
  bank_code     text not null,
  token_sha256  bytea not null,
  kind          text not null check (kind in ('access', 'refresh')),
  grant_id      uuid not null,
  consent_id    uuid not null,            -- whose code gave it
  sender        text not null,            -- mtls or dpop
  sender_key    text not null,            -- x5t#S256 or thumbprint, base64url
  made_at       timestamptz not null,
  ends_at       timestamptz,              -- null: with its grant
  revoked_at    timestamptz,
  primary key (bank_code, token_sha256),
  foreign key (bank_code, grant_id) references api_grant,
  foreign key (bank_code, consent_id) references consent
);
create index api_token_of_consent on api_token (bank_code, consent_id);
create index api_token_ended on api_token (bank_code, ends_at) where kind = 'access';
alter table api_token enable row level security;
alter table api_token force row level security;
create policy tenant on api_token
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update, delete on api_token to {runtime};
