-- How often a link called in a minute, so that one does not take what is meant for all.
create table api_usage (
  bank_code text not null,
  grant_id  uuid not null,
  minute    timestamptz not null,
  calls     int not null,
  primary key (bank_code, grant_id),
  foreign key (bank_code, grant_id) references api_grant
);
alter table api_usage enable row level security;
alter table api_usage force row level security;
create policy tenant on api_usage
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on api_usage to {runtime};
