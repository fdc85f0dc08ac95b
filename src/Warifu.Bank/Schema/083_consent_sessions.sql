-- Who signs in to answer a consent has a session for that alone, beside the one of the bank's pages.
alter table bank_session add column consent_id uuid;
alter table bank_session add constraint bank_session_consent foreign key (bank_code, consent_id) references consent;
drop index bank_session_open;
create unique index bank_session_open on bank_session (bank_code, user_id) where ended_at is null and consent_id is null;
create unique index bank_session_of_consent on bank_session (bank_code, consent_id) where ended_at is null and consent_id is not null;
alter table sign_in_step add column consent_id uuid;

-- As before, and what the session is for.
drop function session_standing;
create function session_standing(the_bank text, the_session bytea)
returns table (
  user_id uuid, login_id text, user_name text, kind text, user_standing text, contract_id text, customer_name text, sign_in_method text,
  certificate_sha256 bytea, serial text, not_after timestamptz, certificate_state text,
  last_seen_at timestamptz, signed_in_before timestamptz, signed_in_before_from text, end_reason text,
  login_password_set_at timestamptz, login_password_given boolean, consent_id uuid)
language plpgsql as $$
begin
  perform set_config('warifu.tenant', the_bank, true);
  return query
    select u.user_id, u.login_id, u.name, u.kind, u.standing, u.contract_id, c.name, c.sign_in_method,
      s.certificate_sha256, k.serial, k.not_after, k.state, s.last_seen_at, s.signed_in_before, s.signed_in_before_from, s.end_reason,
      u.login_password_set_at, u.login_password_given, s.consent_id
    from bank_session s
    left join certificate k on k.bank_code = s.bank_code and k.sha256 = s.certificate_sha256
    join customer_user u on u.bank_code = s.bank_code and u.user_id = s.user_id
    join contract c on c.bank_code = u.bank_code and c.contract_id = u.contract_id
    where s.bank_code = the_bank and s.session_sha256 = the_session;
end $$;

-- As before; a session for a consent is none that a sign-in ends.
drop function certificate_standing(text, bytea);
create function certificate_standing(the_bank text, the_certificate bytea)
returns table (
  user_id uuid, login_id text, user_name text, user_standing text, contract_id text, login_password_hash text,
  not_after timestamptz, certificate_state text, session_seen_at timestamptz, authority_heard_at timestamptz)
language plpgsql as $$
begin
  perform set_config('warifu.tenant', the_bank, true);
  return query
    select u.user_id, u.login_id, u.name, u.standing, u.contract_id, u.login_password_hash, k.not_after, k.state,
      (select s.last_seen_at from bank_session s
       where s.bank_code = the_bank and s.user_id = u.user_id and s.ended_at is null and s.consent_id is null),
      (select a.heard_at from authority_stream a where a.bank_code = the_bank)
    from certificate k
    join customer_user u on u.bank_code = k.bank_code and u.user_id = k.user_id
    where k.bank_code = the_bank and k.sha256 = the_certificate;
end $$;
grant execute on function session_standing, certificate_standing to {runtime};

-- Accounts whose inquiry PIN the customer has entered: what links may read. Wrong ones are counted; staff file it anew when they are used up.
create table inquiry_account (
  bank_code     text not null,
  account_key   text not null,
  registered_at timestamptz,
  registered_by uuid,
  failures      int not null default 0,
  primary key (bank_code, account_key),
  foreign key (bank_code, account_key) references account,
  foreign key (bank_code, registered_by) references customer_user
);
alter table inquiry_account enable row level security;
alter table inquiry_account force row level security;
create policy tenant on inquiry_account
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on inquiry_account to {runtime};
