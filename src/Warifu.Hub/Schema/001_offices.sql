-- An office is the tenant: one customer of the hub. Its members sign in with mail address and password.
create table office (
  office_id uuid primary key,
  name      text not null,
  opened_at timestamptz not null,
  change    bigint not null default 0      -- grows when an agent of the office should look again
);

create table member (
  office_id     uuid not null references office,
  member_id     uuid not null,
  mail          text not null unique,      -- lower case; unique over all offices, because it is all a sign-in tells
  name          text not null,
  password_hash text not null,
  tries         int not null default 0,    -- booked before the password is looked at, cleared on success
  tried_at      timestamptz,
  primary key (office_id, member_id)
);

create table member_session (
  office_id      uuid not null,
  session_sha256 bytea not null,           -- the cookie carries the key, the row its hash
  member_id      uuid not null,
  started_at     timestamptz not null,
  seen_at        timestamptz not null,
  primary key (office_id, session_sha256),
  foreign key (office_id, member_id) references member
);

alter table office enable row level security;
alter table office force row level security;
alter table member enable row level security;
alter table member force row level security;
alter table member_session enable row level security;
alter table member_session force row level security;
create policy tenant on office         using (office_id = nullif(current_setting('warifu.tenant', true), '')::uuid);
create policy tenant on member         using (office_id = nullif(current_setting('warifu.tenant', true), '')::uuid);
create policy tenant on member_session using (office_id = nullif(current_setting('warifu.tenant', true), '')::uuid);
grant select, insert, update on office to {runtime};
grant select, insert, update on member to {runtime};
grant select, insert, update, delete on member_session to {runtime};
