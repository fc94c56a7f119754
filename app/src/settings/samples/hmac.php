<?php
$orgId = 'YOUR_ORG_ID';
$secret = getenv('USHER_SECRET');

// For the user who is logged in; good for an hour.
function clientProof(string $clientId): string {
    global $orgId, $secret;
    $exp = time() + 3600;
    $lines = "usher-client\n$orgId\n$exp\n$clientId";
    return $exp . '.' . hash_hmac('sha256', $lines, $secret);
}
