-- An approver types the filed PIN once more; wrong ones are counted with the request, under its lock.
alter table staff_request add column pin_failures int not null default 0;
