-- A session of a contract that signs in by ID and password names no certificate.
alter table bank_session alter column certificate_sha256 drop not null;

drop function session_standing;
create function session_standing(the_bank text, the_session bytea)
returns table (
  user_id uuid, login_id text, user_name text, kind text, user_standing text, contract_id text, customer_name text, sign_in_method text,
  certificate_sha256 bytea, serial text, not_after timestamptz, certificate_state text,
  last_seen_at timestamptz, signed_in_before timestamptz, signed_in_before_from text, end_reason text,
  login_password_set_at timestamptz, login_password_given boolean)
language plpgsql as $$
begin
  perform set_config('warifu.tenant', the_bank, true);
  return query
    select u.user_id, u.login_id, u.name, u.kind, u.standing, u.contract_id, c.name, c.sign_in_method,
      s.certificate_sha256, k.serial, k.not_after, k.state, s.last_seen_at, s.signed_in_before, s.signed_in_before_from, s.end_reason,
      u.login_password_set_at, u.login_password_given
    from bank_session s
    left join certificate k on k.bank_code = s.bank_code and k.sha256 = s.certificate_sha256
    join customer_user u on u.bank_code = s.bank_code and u.user_id = s.user_id
    join contract c on c.bank_code = u.bank_code and c.contract_id = u.contract_id
    where s.bank_code = the_bank and s.session_sha256 = the_session;
end $$;
grant execute on function session_standing to {runtime};

-- Wrong passwords where no certificate is asked, by network and by the hash of the ID that was typed, whether anybody has it or not.
create table slowed (
  bank_code text not null,
  who       text not null,
  failures  int not null,
  tried_at  timestamptz not null,
  next_at   timestamptz not null,     -- nothing is looked at before
  primary key (bank_code, who)
);
alter table slowed enable row level security;
alter table slowed force row level security;
create policy tenant on slowed
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on slowed to {runtime};
