-- A physical account, whatever link, user or PC reaches it. The fence grows with every lease; a write under an older one is refused.
create table account (
  office_id   uuid not null references office,
  account_key text not null,               -- bank-branch-kind-number
  name        text not null,
  currency    text not null,
  fence       bigint not null default 0,
  opened_at   timestamptz not null,
  primary key (office_id, account_key)
);

create table link_account (
  office_id   uuid not null,
  link_id     uuid not null,
  account_key text not null,
  primary key (office_id, link_id, account_key),
  foreign key (office_id, link_id) references link on delete cascade,
  foreign key (office_id, account_key) references account
);

-- The right to deliver the lines of an account, and what came of it.
create table lease (
  office_id    uuid not null,
  lease_id     uuid not null,              -- made by the agent
  account_key  text not null,
  link_id      uuid not null,
  agent_id     uuid not null,
  fence        bigint not null,
  taken_at     timestamptz not null,
  expires_at   timestamptz not null,       -- when another agent may take over; the fence alone decides who may write
  manifest     jsonb,                      -- as committed
  delivery     jsonb,                      -- the answer, repeated when the commit is
  committed_at timestamptz,
  primary key (office_id, lease_id),
  unique (office_id, account_key, fence),
  foreign key (office_id, account_key) references account,
  foreign key (office_id, link_id) references link,
  foreign key (office_id, agent_id) references agent
);

-- Delivered lines until they are committed.
create table chunk (
  office_id uuid not null,
  lease_id  uuid not null,
  number    int not null,
  sha256    bytea not null,
  lines     jsonb not null,
  primary key (office_id, lease_id, number),
  foreign key (office_id, lease_id) references lease
);

alter table account enable row level security;
alter table account force row level security;
alter table link_account enable row level security;
alter table link_account force row level security;
alter table lease enable row level security;
alter table lease force row level security;
alter table chunk enable row level security;
alter table chunk force row level security;
create policy tenant on account      using (office_id = nullif(current_setting('warifu.tenant', true), '')::uuid);
create policy tenant on link_account using (office_id = nullif(current_setting('warifu.tenant', true), '')::uuid);
create policy tenant on lease        using (office_id = nullif(current_setting('warifu.tenant', true), '')::uuid);
create policy tenant on chunk        using (office_id = nullif(current_setting('warifu.tenant', true), '')::uuid);
grant select, insert, update on account to {runtime};
grant select, insert, delete on link_account to {runtime};
grant select, insert, update on lease to {runtime};
grant select, insert, delete on chunk to {runtime};
