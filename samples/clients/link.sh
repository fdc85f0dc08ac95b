# A service links an account, with curl, openssl and jq. Beside it lie client.pem and client.key: the TLS client certificate that is registered, and its key.
issuer=https://api.asagiri.test
authorize=https://www.asagiri.test/authorize
client_id=kakeibo
redirect_uri=https://app.kakei.example/callback

# 1. Push what is asked for.
state=$(openssl rand -hex 16)
verifier=$(openssl rand -base64 32 | tr '+/' '-_' | tr -d '=')
challenge=$(printf %s "$verifier" | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | tr -d '=')
request_uri=$(curl -sS --cert client.pem --key client.key "$issuer/par" \
  -d response_type=code -d client_id="$client_id" --data-urlencode redirect_uri="$redirect_uri" \
  -d state="$state" -d code_challenge="$challenge" -d code_challenge_method=S256 \
  --data-urlencode 'authorization_details=[{"type":"accounts"},{"type":"transactions","dateFrom":"2026-10-01"}]' | jq -er .request_uri)

# 2. Send the customer's browser there. It comes back to redirect_uri with code, state and iss: take the code only if state and iss are these.
echo "$authorize?client_id=$client_id&request_uri=$request_uri"
echo "$redirect_uri?code=…&state=$state&iss=$issuer"
read -rp "code: " code

# 3. Redeem the code within 60 seconds.
tokens=$(curl -sS --cert client.pem --key client.key "$issuer/token" \
  -d grant_type=authorization_code -d client_id="$client_id" -d code="$code" \
  --data-urlencode redirect_uri="$redirect_uri" -d code_verifier="$verifier")

# 4. Read the accounts, over a connection with the same certificate.
curl -sS --cert client.pem --key client.key "$issuer/accounts" -H "Authorization: Bearer $(jq -er .access_token <<< "$tokens")"

# 5. Whenever the access token has ended, get another with the refresh token, which stays the same.
curl -sS --cert client.pem --key client.key "$issuer/token" \
  -d grant_type=refresh_token -d client_id="$client_id" -d refresh_token="$(jq -er .refresh_token <<< "$tokens")"
