-- The transparency log of each issuing authority. A leaf is enqueued by the register's own trigger, in the transaction that
-- changes the register, whatever program changes it; the sequencer gives it a place afterwards.

-- No tenant and no name: an entry is a salted hash, and is published.
create table log_leaf (
  leaf_id      bigint generated always as identity primary key,
  authority_id text not null references authority,
  entry        bytea not null check (length(entry) = 32),
  enqueued_at  timestamptz not null,
  leaf_index   bigint,
  unique (authority_id, leaf_index)
);
create index log_leaf_waiting on log_leaf (authority_id, leaf_id) where leaf_index is null;

-- What the holder may know of the leaf. Tenant: the bank.
create table log_receipt (
  bank_code          text not null,
  leaf_id            bigint not null references log_leaf,
  serial             text not null,
  certificate_sha256 bytea not null,
  event              int not null check (event between 1 and 5),
  at                 timestamptz not null,
  salt               bytea not null check (length(salt) = 32),
  primary key (bank_code, leaf_id),
  foreign key (bank_code, serial) references certificate (bank_code, serial)
);
create index log_receipt_serial on log_receipt (bank_code, serial);

-- Tiles as C2SP tlog-tiles has them, one row each as wide as it is by now; level -1 holds the entries, level 0 their hashes.
create table log_tile (
  authority_id text not null references authority,
  level        int not null,
  tile_index   bigint not null,
  content      bytea not null,
  primary key (authority_id, level, tile_index)
);

-- The head of each log: the latest checkpoint.
create table log_head (
  authority_id text primary key references authority,
  size         bigint not null,
  root         bytea not null,
  checkpoint   text not null,
  signed_at    timestamptz not null
);

grant select, update (leaf_index) on log_leaf to {runtime};
grant select on log_receipt to {runtime};
grant select, insert, update on log_tile to {runtime};
grant select, insert, update on log_head to {runtime};

-- The entry is that of LogRecord: certificate, event, milliseconds since 1970, salt. The salt has 244 random bits of the
-- database's strong source.
create function enter_in_log(bank text, number text, authority text, certificate bytea, happened int, happened_at timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  salt bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
  moment timestamptz := date_trunc('milliseconds', happened_at);
  leaf bigint;
begin
  insert into log_leaf (authority_id, entry, enqueued_at)
  values (authority,
    sha256(certificate || set_byte('\x00'::bytea, 0, happened) || int8send((extract(epoch from moment) * 1000)::bigint) || salt), moment)
  returning leaf_id into leaf;
  insert into log_receipt (bank_code, leaf_id, serial, certificate_sha256, event, at, salt)
  values (bank, leaf, number, certificate, happened, moment, salt);
end
$$;
revoke execute on function enter_in_log from public;

-- What stood in the register before the log began is its beginning, in the order in which it came.
select enter_in_log(bank_code, serial, authority_id, sha256, event, at) from (
  select bank_code, serial, authority_id, sha256, 1 as event, issued_at as at from certificate
  union all
  select bank_code, serial, authority_id, sha256, case reason when 6 then 4 else 3 end, revoked_at from certificate where revoked_at is not null
  order by at, serial) earlier;

create function certificate_in_log() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if tg_op = 'INSERT' then
    perform enter_in_log(new.bank_code, new.serial, new.authority_id, new.sha256, 1, new.issued_at);
  end if;
  if new.revoked_at is not null and (tg_op = 'INSERT' or old.revoked_at is null or old.reason is distinct from new.reason) then
    perform enter_in_log(new.bank_code, new.serial, new.authority_id, new.sha256, case new.reason when 6 then 4 else 3 end, new.revoked_at);
  end if;
  return null;
end
$$;
create trigger certificate_in_log after insert or update of revoked_at, reason on certificate
  for each row execute function certificate_in_log();

alter table log_receipt enable row level security;
alter table log_receipt force row level security;
create policy tenant on log_receipt
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
