<?php
$orgId = 'YOUR_ORG_ID';
$secret = getenv('USHER_SECRET');

function base64url(string $bytes): string {
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

// For the user who is logged in; $data is optional and can not be overwritten in the browser.
function clientProof(string $clientId, array $data = []): string {
    global $orgId, $secret;
    $claims = ['sub' => $clientId, 'aud' => $orgId, 'exp' => time() + 3600, 'data' => (object) $data];
    $signed = base64url(json_encode(['alg' => 'HS256', 'typ' => 'JWT'])) . '.' . base64url(json_encode($claims));
    return $signed . '.' . base64url(hash_hmac('sha256', $signed, $secret, true));
}
