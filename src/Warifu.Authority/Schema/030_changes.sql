-- What became of a certificate after it was issued, for the stream of changes. Written in the unit of work of the change
-- itself; the number is given after its commit, by one writer. A sequence would be drawn before the commit, and a reader
-- past a number that commits late would never see that row.
create table certificate_change (
  bank_code text not null,
  change_id bigint generated always as identity,
  serial    text not null,
  kind      text not null check (kind in ('Revoked', 'Suspended', 'Resumed')),
  reason    int,
  at        timestamptz not null,
  number    bigint check (number > 0),
  primary key (bank_code, change_id),
  unique (bank_code, number),
  foreign key (bank_code, serial) references certificate,
  check ((reason is null) = (kind = 'Resumed'))
);
create index certificate_change_waiting on certificate_change (bank_code, change_id) where number is null;

-- Suspensions and their ends that were asked for: the same key asks once, whatever happened since.
create table standing_request (
  bank_code   text not null,
  request_key uuid not null,
  serial      text not null,
  act         text not null check (act in ('Suspended', 'Resumed')),
  asked_at    timestamptz not null,
  primary key (bank_code, request_key),
  foreign key (bank_code, serial) references certificate
);

-- Which certificate an intent takes over from.
create table renewal (
  bank_code   text not null,
  request_key uuid not null,
  old_serial  text not null,
  overlap     text not null check (overlap in ('KeepUntilExpiry', 'ReplaceOnFirstUse')),
  primary key (bank_code, request_key),
  foreign key (bank_code, request_key) references issuance,
  foreign key (bank_code, old_serial) references certificate
);

alter table certificate_change enable row level security;
alter table certificate_change force row level security;
create policy tenant on certificate_change
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
alter table standing_request enable row level security;
alter table standing_request force row level security;
create policy tenant on standing_request
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
alter table renewal enable row level security;
alter table renewal force row level security;
create policy tenant on renewal
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));

grant select, insert on certificate_change, standing_request, renewal to {runtime};
-- A list that no longer tells the truth, though as many certificates stand in it, is marked as such.
grant update (entries) on crl to {runtime};

-- The one writer of numbers, over all banks; it runs as the owner, who may number for it and do nothing else.
create policy numbering_reads on certificate_change for select to current_user using (true);
create policy numbering_writes on certificate_change for update to current_user using (true) with check (true);

create function number_certificate_changes() returns int
  language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  numbered int;
begin
  if not exists (select 1 from certificate_change where number is null) then
    return 0;
  end if;
  -- Whoever waits here sees, in the statement after it, what the one before him numbered.
  perform pg_advisory_xact_lock(hashtextextended('certificate changes', 0));
  with waiting as (
    select bank_code, change_id, row_number() over (partition by bank_code order by change_id) as place
    from certificate_change where number is null),
  so_far as (
    select b.bank_code, coalesce((select max(c.number) from certificate_change c where c.bank_code = b.bank_code), 0) as last
    from (select distinct bank_code from waiting) b)
  update certificate_change c set number = s.last + w.place
  from waiting w join so_far s on s.bank_code = w.bank_code
  where c.bank_code = w.bank_code and c.change_id = w.change_id;
  get diagnostics numbered = row_count;
  return numbered;
end $$;
revoke execute on function number_certificate_changes from public;
grant execute on function number_certificate_changes to {runtime};
