-- With which certificate an act was done.
alter table history add column certificate_serial text;

-- Each entry is chained to the one before: sha256 covers the entry and the sha256 at the place before it.
create table history_chain (
  bank_code  text not null,
  place      bigint not null,              -- from 1, without gaps
  history_id bigint not null,
  sha256     bytea not null,
  primary key (bank_code, place),
  unique (bank_code, history_id),
  foreign key (bank_code, history_id) references history
);
alter table history_chain enable row level security;
alter table history_chain force row level security;
create policy tenant on history_chain
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert on history_chain to {runtime};

-- Entries that wait for their place: they are chained in batches, so that no act waits for another.
create table history_waiting (
  bank_code  text not null,
  history_id bigint not null,
  primary key (bank_code, history_id),
  foreign key (bank_code, history_id) references history
);
alter table history_waiting enable row level security;
alter table history_waiting force row level security;
create policy tenant on history_waiting
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, delete on history_waiting to {runtime};

create function history_waits() returns trigger language plpgsql as $$
begin
  insert into history_waiting (bank_code, history_id) values (new.bank_code, new.history_id);
  return null;
end $$;
create trigger history_waits after insert on history for each row execute function history_waits();

-- What stood before the chain began, whatever bank it belongs to: the owner may look past the tenant here, once.
alter table history no force row level security;
alter table history_waiting no force row level security;
insert into history_waiting (bank_code, history_id) select bank_code, history_id from history;
alter table history force row level security;
alter table history_waiting force row level security;
