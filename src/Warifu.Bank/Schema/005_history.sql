-- Who did what, when and from where. Rows are only ever added.
create table history (
  bank_code    text not null,
  history_id   bigint generated always as identity,
  at           timestamptz not null,
  contract_id  text,
  login_id     text not null,               -- as it was then
  act          text not null,
  detail       text,
  from_address text,
  primary key (bank_code, history_id),
  foreign key (bank_code, contract_id) references contract
);
create index history_of_contract on history (bank_code, contract_id, history_id desc);
alter table history enable row level security;
alter table history force row level security;
create policy tenant on history
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert on history to {runtime};
