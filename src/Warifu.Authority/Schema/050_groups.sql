-- The banks of the certificates of several connections, in one statement. PL/pgSQL keeps the plan; a function in SQL is planned
-- at each call, which costs several times what it reads.
create function banks_of_registration_certificates(presented bytea[], at timestamptz) returns table (sha256 bytea, bank_code text)
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
#variable_conflict use_column
begin
  return query
  select r.sha256, r.bank_code from registration_certificate r
  where r.sha256 = any(presented) and r.withdrawn_at is null and at >= r.not_before and at < r.not_after + interval '1 second'
    and not exists (select 1 from certificate c where c.sha256 = r.sha256 and c.revoked_at is not null);
end
$$;
revoke execute on function banks_of_registration_certificates from public;
grant execute on function banks_of_registration_certificates to {runtime};
drop function bank_of_registration_certificate(bytea, timestamptz);
