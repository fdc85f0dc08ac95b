-- What must be known before a tenant is, or across all of them: named functions that run as the owner, who may read for
-- them and for nothing else.
create policy look_up on certificate for select to current_user using (true);
create policy look_up on registration_certificate for select to current_user using (true);

-- The bank of a connection's certificate; null when it is unknown, withdrawn, revoked, or out of its validity.
create function bank_of_registration_certificate(presented bytea, at timestamptz) returns text
  language sql stable security definer set search_path = public, pg_temp
  return (select bank_code from registration_certificate
          where sha256 = presented and withdrawn_at is null and at >= not_before and at < not_after + interval '1 second'
            and not exists (select 1 from certificate c where c.sha256 = presented and c.revoked_at is not null));

-- What a CRL publishes anyway.
create function revoked_certificates(authority text) returns table (serial text, revoked_at timestamptz, reason int)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select c.serial, c.revoked_at, c.reason from certificate c
  where c.authority_id = authority and c.revoked_at is not null order by c.revoked_at, c.serial
$$;

create function revoked_certificate_count(authority text) returns int
  language sql stable security definer set search_path = public, pg_temp
  return (select count(*)::int from certificate c where c.authority_id = authority and c.revoked_at is not null);

revoke execute on function bank_of_registration_certificate, revoked_certificates, revoked_certificate_count from public;
grant execute on function bank_of_registration_certificate, revoked_certificates, revoked_certificate_count to {runtime};
