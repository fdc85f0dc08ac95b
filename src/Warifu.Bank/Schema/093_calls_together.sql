-- The register is asked for many tokens at once, in a statement of the program.
drop function token_standing;

-- Entries of one statement wait together for their places. A row of the history is never taken away, so what refers to one need not hold it:
-- looking after it would lock the row once for each that refers to it. That each entry has its place is what verification looks at.
drop trigger history_waits on history;
create or replace function history_waits() returns trigger language plpgsql as $$
begin
  insert into history_waiting (bank_code, history_id) select bank_code, history_id from written;
  return null;
end $$;
create trigger history_waits after insert on history referencing new table as written for each statement execute function history_waits();
alter table history_waiting drop constraint history_waiting_bank_code_history_id_fkey;
alter table history_chain drop constraint history_chain_bank_code_history_id_fkey;
-- Contracts are not taken away either: each entry would lock the row of its contract.
alter table history drop constraint history_bank_code_contract_id_fkey;

create index account_of_contract on account (bank_code, contract_id);

-- Room beside each row for its next version, and no index over what changes: a call that is counted touches none. A link has one row, so a sweep reads few.
alter table api_usage set (fillfactor = 70);
alter table api_grant set (fillfactor = 85);
drop index api_usage_minute;
