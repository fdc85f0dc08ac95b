-- Every line of an account once, in the order of its statement.
create table statement_line (
  office_id       uuid not null,
  account_key     text not null,
  line_id         bigint generated always as identity,
  booking_date    date not null,
  position        int not null,            -- within the booking date, from 0
  value_date      date not null,
  amount          numeric(17,2) not null,  -- negative is a withdrawal
  balance         numeric(17,2),           -- running balance, where known
  balance_counted boolean not null,        -- counted from the opening balance, not told by the source
  description     text not null,
  counterparty    text,
  item_key        text,
  lease_id        uuid not null,           -- the delivery that brought it
  primary key (office_id, account_key, line_id),
  foreign key (office_id, account_key) references account,
  foreign key (office_id, lease_id) references lease
);
create index statement_line_order on statement_line (office_id, account_key, booking_date, position);

-- Days for which a source listed every line, with its balances.
create table statement_window (
  office_id   uuid not null,
  account_key text not null,
  fence       bigint not null,             -- of the delivery
  from_day    date not null,
  to_day      date not null,
  opening     numeric(17,2),
  closing     numeric(17,2),
  primary key (office_id, account_key, fence),
  foreign key (office_id, account_key) references account
);

-- Delivered lines that may be there already; a person decides.
create table line_conflict (
  office_id    uuid not null,
  account_key  text not null,
  conflict_id  bigint generated always as identity,
  line_id      bigint not null,            -- the kept line it equals
  booking_date date not null,
  amount       numeric(17,2) not null,
  description  text not null,
  lease_id     uuid not null,
  found_at     timestamptz not null,
  primary key (office_id, account_key, conflict_id),
  foreign key (office_id, account_key, line_id) references statement_line,
  foreign key (office_id, lease_id) references lease
);

alter table statement_line enable row level security;
alter table statement_line force row level security;
alter table statement_window enable row level security;
alter table statement_window force row level security;
alter table line_conflict enable row level security;
alter table line_conflict force row level security;
create policy tenant on statement_line   using (office_id = nullif(current_setting('warifu.tenant', true), '')::uuid);
create policy tenant on statement_window using (office_id = nullif(current_setting('warifu.tenant', true), '')::uuid);
create policy tenant on line_conflict    using (office_id = nullif(current_setting('warifu.tenant', true), '')::uuid);
grant select, insert, update on statement_line to {runtime};
grant select, insert on statement_window to {runtime};
grant select, insert, delete on line_conflict to {runtime};
