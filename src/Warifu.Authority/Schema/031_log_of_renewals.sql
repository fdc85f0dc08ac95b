-- The log tells a renewal (2) from a first issuance (1), and names the end of a hold (5), of which the register keeps no trace.
create or replace function certificate_in_log() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if tg_op = 'INSERT' then
    perform enter_in_log(new.bank_code, new.serial, new.authority_id, new.sha256,
      case when exists (
        select 1 from renewal r join issuance i on i.bank_code = r.bank_code and i.request_key = r.request_key
        where i.bank_code = new.bank_code and i.serial = new.serial) then 2 else 1 end, new.issued_at);
  end if;
  if new.revoked_at is not null and (tg_op = 'INSERT' or old.revoked_at is null or old.reason is distinct from new.reason) then
    perform enter_in_log(new.bank_code, new.serial, new.authority_id, new.sha256, case new.reason when 6 then 4 else 3 end, new.revoked_at);
  end if;
  return null;
end
$$;

create function resumption_in_log() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform enter_in_log(c.bank_code, c.serial, c.authority_id, c.sha256, 5, new.at)
  from certificate c where c.bank_code = new.bank_code and c.serial = new.serial;
  return null;
end
$$;
create trigger resumption_in_log after insert on certificate_change
  for each row when (new.kind = 'Resumed') execute function resumption_in_log();
