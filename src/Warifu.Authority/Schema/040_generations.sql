-- Later ceremonies: a bank has several issuing authorities one after the other, a root may be followed by another, and an
-- issuing authority may have a second certificate from the other root.
alter table authority drop constraint authority_bank_code_key;
alter table authority drop constraint authority_role_check;
alter table authority add check (role in ('root', 'customers', 'wire', 'cross'));
alter table authority add column issued_by text references authority;
update authority set issued_by = (select r.authority_id from authority r where r.role = 'root') where role <> 'root';
alter table authority add check ((role = 'root') = (issued_by is null));
create index authority_of_bank on authority (bank_code, registered_at);

-- The ceremonies that were held, with what the root signed about each. No description is held twice.
create table ceremony (
  number             int primary key check (number > 0),
  description_sha256 text not null unique check (description_sha256 ~ '^[0-9a-f]{64}$'),
  started_at         timestamptz not null,
  description        text not null,
  transcript         bytea not null,
  signature          bytea not null
);
grant select on ceremony to {runtime};
