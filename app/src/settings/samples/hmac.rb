require "openssl"

ORG_ID = "YOUR_ORG_ID"
SECRET = ENV.fetch("USHER_SECRET")

# For the user who is logged in; good for an hour.
def client_proof(client_id)
  exp = Time.now.to_i + 3600
  lines = "usher-client\n#{ORG_ID}\n#{exp}\n#{client_id}"
  "#{exp}.#{OpenSSL::HMAC.hexdigest("SHA256", SECRET, lines)}"
end
