-- Many certificates are registered by one statement; their leaves are enqueued by one too, and what is checked for each of them
-- is what only this database could get wrong.

-- Leaves and receipts are written by the functions of this schema alone, from a row of the register that the same statement
-- wrote: who may not insert a row needs no key that looks for its origin. A receipt is looked for by its certificate.
alter table log_receipt
  drop constraint log_receipt_leaf_id_fkey,
  drop constraint log_receipt_bank_code_serial_fkey,
  drop constraint log_receipt_pkey,
  add primary key (bank_code, serial, leaf_id);
drop index log_receipt_serial;
alter table log_leaf drop constraint log_leaf_authority_id_fkey;

-- A certificate is of its intent's authority, which is one.
alter table certificate
  drop constraint certificate_authority_id_fkey,
  drop constraint certificate_bank_code_serial_fkey;
alter table issuance
  drop constraint issuance_bank_code_serial_key,
  add unique (bank_code, serial, authority_id);
alter table certificate
  add foreign key (bank_code, serial, authority_id) references issuance (bank_code, serial, authority_id);

-- The entry is that of LogRecord: certificate, event, milliseconds since 1970, salt.
create function log_entry(certificate bytea, happened int, moment timestamptz, salt bytea) returns bytea
  language sql immutable
  return sha256(certificate || set_byte('\x00'::bytea, 0, happened) || int8send((extract(epoch from moment) * 1000)::bigint) || salt);

create or replace function enter_in_log(bank text, number text, authority text, certificate bytea, happened int, happened_at timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  salt bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
  moment timestamptz := date_trunc('milliseconds', happened_at);
  leaf bigint;
begin
  insert into log_leaf (authority_id, entry, enqueued_at) values (authority, log_entry(certificate, happened, moment, salt), moment)
  returning leaf_id into leaf;
  insert into log_receipt (bank_code, leaf_id, serial, certificate_sha256, event, at, salt)
  values (bank, leaf, number, certificate, happened, moment, salt);
end
$$;

-- Executed as text it is planned at each call: a plan kept from when the tables were small walks the bank's whole register later.
create function issuances_in_log() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  execute $statement$
    with fresh as materialized (
      select nextval('log_leaf_leaf_id_seq') as leaf_id, i.bank_code, i.serial, i.authority_id, i.sha256,
        case when renewed.it is null then 1 else 2 end as event, date_trunc('milliseconds', i.issued_at) as at,
        sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) as salt
      from issued i
      left join lateral (
        select true as it from issuance n join renewal r on r.bank_code = n.bank_code and r.request_key = n.request_key
        where n.bank_code = i.bank_code and n.serial = i.serial limit 1) renewed on true
    ), leaves as (
      insert into log_leaf (leaf_id, authority_id, entry, enqueued_at) overriding system value
      select leaf_id, authority_id, log_entry(sha256, event, at, salt), at from fresh
    )
    insert into log_receipt (bank_code, leaf_id, serial, certificate_sha256, event, at, salt)
    select bank_code, leaf_id, serial, sha256, event, at, salt from fresh
  $statement$;
  return null;
end
$$;

create or replace function certificate_in_log() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if new.revoked_at is not null and (tg_op = 'INSERT' or old.revoked_at is null or old.reason is distinct from new.reason) then
    perform enter_in_log(new.bank_code, new.serial, new.authority_id, new.sha256, case new.reason when 6 then 4 else 3 end, new.revoked_at);
  end if;
  return null;
end
$$;

drop trigger certificate_in_log on certificate;
create trigger issuances_in_log after insert on certificate
  referencing new table as issued for each statement execute function issuances_in_log();
create trigger certificate_revoked_in_log after update of revoked_at, reason on certificate
  for each row execute function certificate_in_log();
create trigger certificate_entered_revoked after insert on certificate
  for each row when (new.revoked_at is not null) execute function certificate_in_log();
revoke execute on function log_entry, issuances_in_log from public;
