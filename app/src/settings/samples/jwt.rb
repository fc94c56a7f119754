require "json"
require "openssl"

ORG_ID = "YOUR_ORG_ID"
SECRET = ENV.fetch("USHER_SECRET")

# For the user who is logged in; data is optional and can not be overwritten in the browser.
def client_proof(client_id, data = {})
  encode = ->(bytes) { [bytes].pack("m0").tr("+/", "-_").delete("=") }
  claims = { sub: client_id, aud: ORG_ID, exp: Time.now.to_i + 3600, data: data }
  signed = [{ alg: "HS256", typ: "JWT" }, claims].map { |part| encode.call(JSON.generate(part)) }.join(".")
  signed + "." + encode.call(OpenSSL::HMAC.digest("SHA256", SECRET, signed))
end
