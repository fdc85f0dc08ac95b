-- A user asks, from a new PC and with his passwords, that another certificate takes over from the one on his old PC; a colleague approves.
create table replacement (
  bank_code    text not null,
  request_key  uuid not null,              -- of the enrolment that may follow
  user_id      uuid not null,
  pc           text not null,              -- as its user calls it
  from_address text,
  asked_at     timestamptz not null,
  approved_at  timestamptz,
  approved_by  uuid,                       -- never the user himself
  opens_at     timestamptz,                -- after the profile's cooling-off
  stopped_at   timestamptz,
  primary key (bank_code, request_key),
  foreign key (bank_code, user_id) references customer_user,
  foreign key (bank_code, approved_by) references customer_user,
  check ((approved_at is null) = (approved_by is null) and (approved_at is null) = (opens_at is null)),
  check (approved_by <> user_id)
);
create unique index replacement_open on replacement (bank_code, user_id) where stopped_at is null;
alter table replacement enable row level security;
alter table replacement force row level security;
create policy tenant on replacement
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on replacement to {runtime};
