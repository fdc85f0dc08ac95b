-- Work that must be done at least once, kept until it is. Taken with FOR UPDATE SKIP LOCKED; a crash gives it back.
create table job (
  job_id     bigint generated always as identity primary key,
  kind       text not null,
  job_key    text not null,               -- the same work asked for twice is one job
  payload    text not null,
  run_at     timestamptz not null,
  attempts   int not null default 0,
  last_error text,
  unique (kind, job_key)
);
create index job_due on job (run_at);
grant select, insert, update, delete on job to {runtime};
