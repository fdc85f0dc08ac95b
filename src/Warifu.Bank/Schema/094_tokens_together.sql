-- A link and the consent that gave it stay as long as anything of them: a token that is written need not lock the rows of both.
alter table api_token drop constraint api_token_bank_code_grant_id_fkey;
alter table api_token drop constraint api_token_bank_code_consent_id_fkey;

-- A consent is pushed, opened, taken up, answered and redeemed: room for its next version beside it, so that no index is touched each time.
alter table consent set (fillfactor = 60);
