-- What the Authority says of certificates reaches the register by its stream of changes.
alter table certificate drop constraint certificate_state_check;
alter table certificate add constraint certificate_state_check check (state in ('active', 'suspended', 'revoked'));
alter table certificate add column suspended_at timestamptz;
alter table certificate add constraint certificate_suspended_check check ((state = 'suspended') = (suspended_at is not null));

-- How far a bank has heard, and when last. Its lock puts changes in their order, whichever node applies them.
create table authority_stream (
  bank_code    text not null,
  number       bigint not null default 0,    -- the last change applied
  heard_at     timestamptz not null,         -- the last heartbeat that found nothing missing, to some seconds
  list_read_at timestamptz,                  -- the last CRL applied in its place
  primary key (bank_code)
);
alter table authority_stream enable row level security;
alter table authority_stream force row level security;
create policy tenant on authority_stream
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on authority_stream to {runtime};

-- How certificates stand that are not in the register, or not yet: their issuance may still be on its way.
create table authority_standing (
  bank_code text not null,
  serial    text not null,
  state     text not null check (state in ('suspended', 'revoked')),
  reason    text not null,
  at        timestamptz not null,
  primary key (bank_code, serial)
);
alter table authority_standing enable row level security;
alter table authority_standing force row level security;
create policy tenant on authority_standing
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update, delete on authority_standing to {runtime};

-- Whoever enters a certificate in the register enters it as the Authority says it stands. The row of the stream is locked
-- against a change that is being applied at this moment.
create function certificate_enters() returns trigger
language plpgsql as $$
declare
  standing authority_standing;
begin
  insert into authority_stream (bank_code, heard_at) values (new.bank_code, new.entered_at) on conflict do nothing;
  perform 1 from authority_stream where bank_code = new.bank_code for share;
  select * into standing from authority_standing where bank_code = new.bank_code and serial = new.serial;
  if standing.state = 'revoked' then
    new.state := 'revoked';
    new.revoked_at := standing.at;
    new.revocation_reason := standing.reason;
    new.revoked_by := 'authority';
  elsif standing.state = 'suspended' then
    new.state := 'suspended';
    new.suspended_at := standing.at;
  end if;
  return new;
end $$;
create trigger certificate_enters before insert on certificate for each row execute function certificate_enters();

-- As before, and when the bank last heard of the Authority.
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
      (select s.last_seen_at from bank_session s where s.bank_code = the_bank and s.user_id = u.user_id and s.ended_at is null),
      (select a.heard_at from authority_stream a where a.bank_code = the_bank)
    from certificate k
    join customer_user u on u.bank_code = k.bank_code and u.user_id = k.user_id
    where k.bank_code = the_bank and k.sha256 = the_certificate;
end $$;
grant execute on function certificate_standing to {runtime};
