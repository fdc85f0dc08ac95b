-- What users may do is their kind's rights but those taken from them; a kind that gains a right later gives it to all who have not lost it.
alter table customer_user
  add column denied_rights text[] not null default '{}',
  add column confirmation_password_given boolean not null default false,  -- by the bank or by who made the user
  drop constraint customer_user_standing_check,
  add constraint customer_user_standing_check check (standing in ('active', 'stopped', 'deleted'));

-- Beside the session's standing in the same statement: names of rights, joined by commas.
create function user_denied_rights(the_bank text, the_user uuid) returns text
language plpgsql as $$
begin
  perform set_config('warifu.tenant', the_bank, true);
  return (select array_to_string(denied_rights, ',') from customer_user where bank_code = the_bank and user_id = the_user);
end $$;
grant execute on function user_denied_rights to {runtime};
