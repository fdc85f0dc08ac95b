create table account (
  bank_code    text not null,
  account_key  text not null,               -- bank-branch-kind-number
  contract_id  text not null,
  branch_name  text not null,
  branch_kana  text not null,
  holder_kana  text not null,
  primary key (bank_code, account_key),
  foreign key (bank_code, contract_id) references contract
);
alter table account enable row level security;
alter table account force row level security;
create policy tenant on account
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on account to {runtime};

-- Lines in order: by day, then by place within the day. Places leave room between them, so that a line found later
-- does not move the others, and (day, place) names a line for good.
create table statement_line (
  bank_code    text not null,
  account_key  text not null,
  booked_on    date not null,
  place        int not null,
  value_on     date not null,
  amount       bigint not null,             -- yen, negative is a withdrawal
  balance      bigint not null,             -- after the line
  kind         smallint,                    -- 取引区分
  description  text not null,
  counterparty text,
  remainder    text,                        -- what only files carry, as JSON
  primary key (bank_code, account_key, booked_on, place),
  foreign key (bank_code, account_key) references account
);
alter table statement_line enable row level security;
alter table statement_line force row level security;
create policy tenant on statement_line
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert on statement_line to {runtime};

-- The windows for which every line is here.
create table statement_window (
  bank_code   text not null,
  account_key text not null,
  first_day   date not null,
  last_day    date not null,
  opening     bigint not null,
  closing     bigint not null,
  imported_at timestamptz not null,
  primary key (bank_code, account_key, first_day, last_day, opening, closing),
  foreign key (bank_code, account_key) references account
);
alter table statement_window enable row level security;
alter table statement_window force row level security;
create policy tenant on statement_window
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert on statement_window to {runtime};
