-- A conflict carries the whole line, so that a person can say it is another one.
alter table line_conflict add column value_date date;
alter table line_conflict add column counterparty text;
alter table line_conflict add column item_key text;
update line_conflict set value_date = booking_date;
alter table line_conflict alter column value_date set not null;
