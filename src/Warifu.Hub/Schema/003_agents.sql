-- 認証キー: only its hash is kept; good for five minutes and one agent.
create table pairing_key (
  office_id  uuid not null references office,
  key_sha256 bytea not null unique,
  member_id  uuid not null,
  made_at    timestamptz not null,
  expires_at timestamptz not null,
  agent_id   uuid,                         -- the agent it paired; the key is used then
  primary key (office_id, key_sha256),
  foreign key (office_id, member_id) references member
);

-- The register of agents. An agent is the certificate it made for itself; its row decides each request.
create table agent (
  office_id          uuid not null references office,
  agent_id           uuid not null,
  certificate_sha256 bytea not null unique,
  certificate        bytea not null,
  pc_name            text not null,
  not_after          timestamptz not null,
  paired_at          timestamptz not null,
  seen_at            timestamptz,
  revoked_at         timestamptz,
  primary key (office_id, agent_id)
);

alter table pairing_key enable row level security;
alter table pairing_key force row level security;
alter table agent enable row level security;
alter table agent force row level security;
create policy tenant on pairing_key using (office_id = nullif(current_setting('warifu.tenant', true), '')::uuid);
create policy tenant on agent       using (office_id = nullif(current_setting('warifu.tenant', true), '')::uuid);
grant select, insert, update, delete on pairing_key to {runtime};
grant select, insert, update on agent to {runtime};
