-- A link joins an office to what one bank user sees. Passwords are not here: they stay with the agent.
create table link (
  office_id      uuid not null references office,
  link_id        uuid not null,
  entry          text not null,            -- of the catalogue, such as 9972-corporate-certificate
  bank_code      text not null,
  user_id        text not null,            -- 利用者ID at the bank
  fetch_from     date,                     -- 自動取得対象の開始日; null: all the bank still shows
  registered_at  timestamptz not null,
  state          text not null default 'NotFetched',
  state_since    timestamptz,
  code           text,                     -- of the refusal behind the state
  reason_ja      text,
  reason_en      text,
  fetched_at     timestamptz,              -- 最終取得
  next_run_at    timestamptz,
  primary key (office_id, link_id),
  unique (office_id, entry, user_id)
);

-- What agents reported, so that a report repeated changes nothing.
create table link_report (
  office_id   uuid not null,
  attempt_key uuid not null,
  link_id     uuid not null,
  agent_id    uuid not null,
  state       text not null,
  code        text,
  reported_at timestamptz not null,
  primary key (office_id, attempt_key),
  foreign key (office_id, link_id) references link
);

alter table link enable row level security;
alter table link force row level security;
alter table link_report enable row level security;
alter table link_report force row level security;
create policy tenant on link        using (office_id = nullif(current_setting('warifu.tenant', true), '')::uuid);
create policy tenant on link_report using (office_id = nullif(current_setting('warifu.tenant', true), '')::uuid);
grant select, insert, update, delete on link to {runtime};
grant select, insert on link_report to {runtime};
