-- A notice before a link's end: once for each end and lead time, on whatever node, after whatever restart. A link that goes on has another end.
create table link_reminder (
  bank_code   text not null,
  grant_id    uuid not null,
  ends_at     timestamptz not null,
  days        int not null,
  reminded_at timestamptz not null,
  primary key (bank_code, grant_id, ends_at, days),
  foreign key (bank_code, grant_id) references api_grant
);
alter table link_reminder enable row level security;
alter table link_reminder force row level security;
create policy tenant on link_reminder
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert on link_reminder to {runtime};

create index api_grant_ending on api_grant (bank_code, ends_at) where ended_at is null;
