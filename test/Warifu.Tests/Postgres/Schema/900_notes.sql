create table note (
  office_id text not null, note_id int not null, words text not null,
  primary key (office_id, note_id)
);
alter table note enable row level security;
alter table note force row level security;
create policy tenant on note
  using (office_id = nullif(current_setting('warifu.tenant', true), ''))
  with check (office_id = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update, delete on note to {runtime};
