-- A renewal is an enrolment that names the certificate it takes over from; the successor in the register remembers it too.
alter table enrolment add column renews_sha256 bytea;
alter table enrolment add column renews_serial text;
alter table enrolment add column overlap text check (overlap in ('KeepUntilExpiry', 'ReplaceOnFirstUse'));
alter table enrolment add foreign key (bank_code, renews_sha256) references certificate;
alter table enrolment add check ((renews_sha256 is null) = (renews_serial is null) and (renews_sha256 is null) = (overlap is null));

alter table certificate add column renews_sha256 bytea;
alter table certificate add column overlap text check (overlap in ('KeepUntilExpiry', 'ReplaceOnFirstUse'));
alter table certificate add foreign key (bank_code, renews_sha256) references certificate;
alter table certificate add check ((renews_sha256 is null) = (overlap is null));
create index certificate_successor on certificate (bank_code, renews_sha256) where renews_sha256 is not null;
