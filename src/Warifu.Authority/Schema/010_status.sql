-- Every change of a certificate's standing counts here, in the transaction that makes it, by authority and shard (the last
-- hex digit of the serial number): lists and answers made before are known to be old by the number.
create table status_version (
  authority_id text not null references authority,
  shard        text not null check (shard ~ '^[0-9a-f]$'),
  version      bigint not null,
  primary key (authority_id, shard)
);
grant select on status_version to {runtime};

-- Answers signed ahead, kept and refreshed as long as the certificate lives. An answer counts only while revoked_at and
-- reason are those of the register; the query that reads it compares them.
create table ocsp_response (
  serial       text primary key,
  authority_id text not null references authority,
  revoked_at   timestamptz,
  reason       int,
  this_update  timestamptz not null,
  next_update  timestamptz not null,
  refresh_at   timestamptz not null,
  der          bytea not null
);
create index ocsp_response_due on ocsp_response (refresh_at);
grant select, insert, update, delete on ocsp_response to {runtime};

create function count_status_change() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  insert into status_version (authority_id, shard, version) values (new.authority_id, right(new.serial, 1), 1)
  on conflict (authority_id, shard) do update set version = status_version.version + 1;
  update ocsp_response set refresh_at = '-infinity' where serial = new.serial;
  return null;
end
$$;
create trigger certificate_status_changed after update of revoked_at, reason on certificate
  for each row when (old.revoked_at is distinct from new.revoked_at or old.reason is distinct from new.reason)
  execute function count_status_change();

-- A full list has the empty shard. The version is that of the register when the list was made.
alter table crl
  add column shard text not null default '' check (shard ~ '^[0-9a-f]?$'),
  add column version bigint not null default -1,
  drop constraint crl_pkey,
  add primary key (authority_id, shard, number);

drop function revoked_certificates(text);
drop function revoked_certificate_count(text);

-- What a CRL publishes anyway: who was revoked and had not expired before the last list was made. A certificate that has
-- stands on one list made after its end and on none after that (RFC 5280, 3.3).
create function revoked_certificates(authority text, digit text, since timestamptz)
  returns table (serial text, revoked_at timestamptz, reason int)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select c.serial, c.revoked_at, c.reason from certificate c
  where c.authority_id = authority and c.revoked_at is not null
    and (digit = '' or right(c.serial, 1) = digit) and (since is null or c.not_after >= since)
  order by c.revoked_at, c.serial
$$;

-- What an OCSP response publishes anyway. The serial number leads by the intent, which has it unique over all banks.
create policy status_look_up on issuance for select to current_user using (true);
create function certificate_status(authority text, number text)
  returns table (revoked_at timestamptz, reason int, not_after timestamptz)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select c.revoked_at, c.reason, c.not_after from issuance i join certificate c on c.bank_code = i.bank_code and c.serial = i.serial
  where i.serial = number and c.authority_id = authority
$$;

revoke execute on function revoked_certificates, certificate_status, count_status_change from public;
grant execute on function revoked_certificates, certificate_status to {runtime};
