-- A session is a row. The cookie is only its key, kept here as a hash, and the row names the certificate of its connection.
create table bank_session (
  bank_code          text not null,
  session_sha256     bytea not null,        -- of the cookie's value
  user_id            uuid not null,
  certificate_sha256 bytea not null,
  started_at         timestamptz not null,
  last_seen_at       timestamptz not null,
  signed_in_before   timestamptz,           -- 前回ログイン日時
  ended_at           timestamptz,
  end_reason         text check (end_reason in ('signed-out', 'replaced')),
  primary key (bank_code, session_sha256),
  foreign key (bank_code, user_id) references customer_user,
  foreign key (bank_code, certificate_sha256) references certificate,
  check ((ended_at is null) = (end_reason is null))
);
create unique index bank_session_open on bank_session (bank_code, user_id) where ended_at is null;
alter table bank_session enable row level security;
alter table bank_session force row level security;
create policy tenant on bank_session
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on bank_session to {runtime};
