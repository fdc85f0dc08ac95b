-- A login password lives for the profile's days, and is the user's own once he has chosen it.
alter table customer_user
  add column login_password_set_at timestamptz,
  add column login_password_given boolean not null default false,  -- by the bank: the first one, or after a reset
  add column signed_in_from text;                                  -- the place of the last sign-in
-- The owner may look past the tenant here, once.
alter table customer_user no force row level security;
update customer_user set login_password_set_at = made_at;
alter table customer_user force row level security;
alter table customer_user alter column login_password_set_at set not null;

-- What may not come back for a while.
create table earlier_password (
  bank_code     text not null,
  user_id       uuid not null,
  replaced_at   timestamptz not null,
  password_hash text not null,
  primary key (bank_code, user_id, replaced_at),
  foreign key (bank_code, user_id) references customer_user
);
alter table earlier_password enable row level security;
alter table earlier_password force row level security;
create policy tenant on earlier_password
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, delete on earlier_password to {runtime};

-- A session whose cookie came over another connection ends, and says so.
alter table bank_session
  add column signed_in_before_from text,
  drop constraint bank_session_end_reason_check,
  add constraint bank_session_end_reason_check check (end_reason in ('signed-out', 'replaced', 'shown-elsewhere'));

drop function session_standing;
create function session_standing(the_bank text, the_session bytea)
returns table (
  user_id uuid, login_id text, user_name text, kind text, user_standing text, contract_id text, customer_name text,
  certificate_sha256 bytea, serial text, not_after timestamptz, certificate_state text,
  last_seen_at timestamptz, signed_in_before timestamptz, signed_in_before_from text, end_reason text,
  login_password_set_at timestamptz, login_password_given boolean)
language plpgsql as $$
begin
  perform set_config('warifu.tenant', the_bank, true);
  return query
    select u.user_id, u.login_id, u.name, u.kind, u.standing, u.contract_id, c.name,
      k.sha256, k.serial, k.not_after, k.state, s.last_seen_at, s.signed_in_before, s.signed_in_before_from, s.end_reason,
      u.login_password_set_at, u.login_password_given
    from bank_session s
    join certificate k on k.bank_code = s.bank_code and k.sha256 = s.certificate_sha256
    join customer_user u on u.bank_code = s.bank_code and u.user_id = s.user_id
    join contract c on c.bank_code = u.bank_code and c.contract_id = u.contract_id
    where s.bank_code = the_bank and s.session_sha256 = the_session;
end $$;
grant execute on function session_standing to {runtime};
