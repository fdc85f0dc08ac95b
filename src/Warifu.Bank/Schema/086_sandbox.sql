-- A contract of test accounts, for services in trial: they link its accounts and no others.
alter table contract add column sandbox boolean not null default false;
