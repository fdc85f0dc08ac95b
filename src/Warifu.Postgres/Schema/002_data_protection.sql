-- Keys of the framework's data protection (anti-forgery, cookies), wrapped by the server key.
create table data_protection_key (
  name    text primary key,
  xml     text not null,
  made_at timestamptz not null
);
grant select, insert on data_protection_key to {runtime};
