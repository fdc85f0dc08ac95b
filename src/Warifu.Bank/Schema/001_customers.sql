-- Who the bank's customers are. The tenant comes first in every key, and row-level security shows a bank only its own.
create table contract (
  bank_code   text not null,
  contract_id text not null,               -- 契約者番号
  name        text not null,
  latin_name  text not null,               -- the organisation in certificates
  kana_name   text not null,               -- half-width, as 全銀 files carry it
  made_at     timestamptz not null,
  primary key (bank_code, contract_id)
);
alter table contract enable row level security;
alter table contract force row level security;
create policy tenant on contract
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on contract to {runtime};

create table customer_user (
  bank_code                  text not null,
  user_id                    uuid not null,
  contract_id                text not null,
  login_id                   text not null,
  user_seq                   text not null,  -- place within the contract, such as A001
  name                       text not null,
  kind                       text not null,  -- one of the profile's user kinds
  standing                   text not null default 'active' check (standing in ('active', 'stopped')),
  login_password_hash        text not null,
  confirmation_password_hash text not null,
  signed_in_at               timestamptz,    -- the last time
  made_at                    timestamptz not null,
  primary key (bank_code, user_id),
  unique (bank_code, login_id),
  unique (bank_code, contract_id, user_seq),
  foreign key (bank_code, contract_id) references contract
);
alter table customer_user enable row level security;
alter table customer_user force row level security;
create policy tenant on customer_user
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on customer_user to {runtime};

-- One counter of wrong tries per user and door: locking one leaves the others open.
create table lock_counter (
  bank_code text not null,
  user_id   uuid not null,
  door      text not null check (door in ('certificate', 'id', 'enrolment', 'confirmation')),
  failures  int not null default 0,
  tried_at  timestamptz,
  primary key (bank_code, user_id, door),
  foreign key (bank_code, user_id) references customer_user
);
alter table lock_counter enable row level security;
alter table lock_counter force row level security;
create policy tenant on lock_counter
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on lock_counter to {runtime};
