-- The two look-ups that decide trust, each one statement and one round trip. The tenant is the owner of the face the
-- request came to, set for this statement's own transaction; they run with the caller's rights, so row-level security
-- holds inside them too. By primary key only.

-- On each request: the session, the register row of its certificate, and its user.
create function session_standing(the_bank text, the_session bytea)
returns table (
  user_id uuid, login_id text, user_name text, kind text, user_standing text, contract_id text, customer_name text,
  certificate_sha256 bytea, serial text, not_after timestamptz, certificate_state text,
  last_seen_at timestamptz, signed_in_before timestamptz, end_reason text)
language plpgsql as $$
begin
  perform set_config('warifu.tenant', the_bank, true);
  return query
    select u.user_id, u.login_id, u.name, u.kind, u.standing, u.contract_id, c.name,
      k.sha256, k.serial, k.not_after, k.state, s.last_seen_at, s.signed_in_before, s.end_reason
    from bank_session s
    join certificate k on k.bank_code = s.bank_code and k.sha256 = s.certificate_sha256
    join customer_user u on u.bank_code = s.bank_code and u.user_id = s.user_id
    join contract c on c.bank_code = u.bank_code and c.contract_id = u.contract_id
    where s.bank_code = the_bank and s.session_sha256 = the_session;
end $$;

-- Before sign-in: the register row of the connection's certificate, and its user.
create function certificate_standing(the_bank text, the_certificate bytea)
returns table (
  user_id uuid, login_id text, user_name text, user_standing text, contract_id text, login_password_hash text,
  not_after timestamptz, certificate_state text, session_seen_at timestamptz)
language plpgsql as $$
begin
  perform set_config('warifu.tenant', the_bank, true);
  return query
    select u.user_id, u.login_id, u.name, u.standing, u.contract_id, u.login_password_hash, k.not_after, k.state,
      (select s.last_seen_at from bank_session s where s.bank_code = the_bank and s.user_id = u.user_id and s.ended_at is null)
    from certificate k
    join customer_user u on u.bank_code = k.bank_code and u.user_id = k.user_id
    where k.bank_code = the_bank and k.sha256 = the_certificate;
end $$;

-- A button was pressed.
create function session_seen(the_bank text, the_session bytea, at timestamptz) returns void
language plpgsql as $$
begin
  perform set_config('warifu.tenant', the_bank, true);
  update bank_session set last_seen_at = at where bank_code = the_bank and session_sha256 = the_session and ended_at is null;
end $$;
grant execute on function session_standing, certificate_standing, session_seen to {runtime};
