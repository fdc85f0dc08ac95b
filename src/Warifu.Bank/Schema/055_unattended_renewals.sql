-- Who holds this certificate's key may renew it without a person. The successor takes its place; a certificate acquired anew has no such row.
create table unattended_renewal (
  bank_code          text not null,
  user_id            uuid not null,
  certificate_sha256 bytea not null,
  given_at           timestamptz not null,
  given_by           text not null check (given_by in ('user', 'bank')),  -- bank: with a one-time enrolment credential
  primary key (bank_code, user_id),
  foreign key (bank_code, user_id) references customer_user,
  foreign key (bank_code, certificate_sha256) references certificate
);
alter table unattended_renewal enable row level security;
alter table unattended_renewal force row level security;
create policy tenant on unattended_renewal
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update, delete on unattended_renewal to {runtime};

-- Devices that enrolled with a one-time credential, and those that renewed since, go on as before.
alter table customer_user no force row level security;
alter table certificate no force row level security;
alter table enrolment no force row level security;
alter table enrolment_credential no force row level security;
alter table unattended_renewal no force row level security;
insert into unattended_renewal (bank_code, user_id, certificate_sha256, given_at, given_by)
with recursive held as (
  select e.bank_code, e.user_id, e.certificate_sha256, e.intended_at
  from enrolment_credential c join enrolment e on e.bank_code = c.bank_code and e.request_key = c.request_key
  where e.certificate_sha256 is not null
  union all
  select k.bank_code, k.user_id, k.sha256, held.intended_at
  from held join certificate k on k.bank_code = held.bank_code and k.renews_sha256 = held.certificate_sha256
)
select distinct on (held.bank_code, held.user_id) held.bank_code, held.user_id, held.certificate_sha256, held.intended_at, 'bank'
from held join certificate k on k.bank_code = held.bank_code and k.sha256 = held.certificate_sha256
order by held.bank_code, held.user_id, k.entered_at desc;
alter table customer_user force row level security;
alter table certificate force row level security;
alter table enrolment force row level security;
alter table enrolment_credential force row level security;
alter table unattended_renewal force row level security;
