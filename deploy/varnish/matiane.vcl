vcl 4.1;
# Varnish in front of Matiane. ../README.md tells what it does and what to change: the site (127.0.0.1:8000), who may tell it of changes.

import std;

backend matiane {
    .host = "127.0.0.1";
    .port = "8000";
    .connect_timeout = 2s;
    .first_byte_timeout = 30s;
    .max_connections = 64;
    .probe = {
        .request = "GET /healthz HTTP/1.1" "Host: www.example.org" "Connection: close";
        .interval = 2s;
        .timeout = 1s;
        .window = 4;
        .threshold = 2;
        .initial = 2;
    }
}

acl purgers {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "BAN") {
        # From these machines themselves, and through no other proxy.
        if (client.ip !~ purgers || req.http.X-Forwarded-For ~ ",") {
            return (synth(403, "Not from here"));
        }
        if (req.http.Surrogate-Key !~ "^[a-z0-9:_-]+$") {
            return (synth(400, "Say what, as Surrogate-Key"));
        }
        ban("obj.http.Surrogate-Key ~ (^|\s)" + req.http.Surrogate-Key + "(\s|$)");
        return (synth(200, "Let go"));
    }
    if (req.method !~ "^(GET|HEAD|POST|OPTIONS)$") {
        return (synth(405, "Method Not Allowed"));
    }

    if (req.url ~ "^/metrics") {
        # Figures are read from the machine of the site.
        return (synth(404, "Not Found"));
    }

    # Nobody outside says under which name or address the site answers, or how its log calls a request.
    unset req.http.X-Request-ID;
    unset req.http.X-Forwarded-Host;
    unset req.http.X-Forwarded-Port;
    unset req.http.X-Forwarded-Prefix;
    unset req.http.X-Original-URL;
    unset req.http.X-Rewrite-URL;
    unset req.http.Forwarded;
    unset req.http.Proxy;
    # Under underscores the site would take them for what a proxy of its own says.
    unset req.http.X_Forwarded_For;
    unset req.http.X_Forwarded-For;
    unset req.http.X-Forwarded_For;
    unset req.http.X_Forwarded_Proto;
    unset req.http.X_Forwarded-Proto;
    unset req.http.X-Forwarded_Proto;

    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # Public pages, and nothing else, are kept; the way from one to its form is for editors.
    if (req.url !~ "^/(en|ka)/" || req.url ~ "/edit([?]|$)") {
        return (pass);
    }
    unset req.http.Cookie;
    unset req.http.Authorization;
    # While the site answers, what has run out is shown for a moment, as `stale-while-revalidate` says; else for as long as it is kept.
    if (req.restarts == 0 && std.healthy(req.backend_hint)) {
        set req.grace = 30s;
    } else {
        set req.grace = 24h;
    }
    return (hash);
}

sub vcl_synth {
    # Of what Varnish itself refuses no more than why.
    set resp.http.Content-Type = "text/plain; charset=utf-8";
    set resp.http.Cache-Control = "no-store";
    set resp.http.X-Content-Type-Options = "nosniff";
    set resp.http.Content-Security-Policy = "default-src 'none'; frame-ancestors 'none'";
    unset resp.http.Server;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    set resp.body = resp.reason + {"
"};
    return (deliver);
}

sub vcl_hash {
    # By the address alone: one site stands behind, whatever name a request makes up.
    hash_data(req.url);
    return (lookup);
}

sub vcl_backend_response {
    if (beresp.status >= 500 && bereq.is_bgfetch) {
        # What is there stays.
        return (abandon);
    }
    # Its lifetime is what `s-maxage` says; whatever names none is not kept.
    if (bereq.uncacheable || beresp.http.Cache-Control !~ "s-maxage" || beresp.status >= 500 || beresp.http.Set-Cookie) {
        set beresp.ttl = 0s;
        set beresp.grace = 0s;
        set beresp.keep = 0s;
        set beresp.uncacheable = true;
        if (!bereq.uncacheable) {
            # Others need not wait in line for a page that is not kept.
            set beresp.ttl = 1s;
        }
        return (deliver);
    }
    # A day, as `stale-if-error` says; how much of it counts while the site answers is said above.
    set beresp.grace = 24h;
    return (deliver);
}

sub vcl_backend_error {
    # The site is gone: with a page of before at hand, `vcl_deliver` asks for that.
    set beresp.http.Content-Type = "text/html; charset=utf-8";
    set beresp.http.Retry-After = "30";
    set beresp.http.Cache-Control = "no-store";
    set beresp.http.X-Content-Type-Options = "nosniff";
    set beresp.http.Content-Security-Policy = "default-src 'none'; frame-ancestors 'none'";
    unset beresp.http.Server;
    set beresp.status = 503;
    set beresp.body = {"<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not to be reached for the moment</title></head><body><main>
<h1>The site cannot be reached for the moment</h1>
<p>Pages that were read a little while ago still open. Please try again in a minute.</p>
<div lang="ka"><h1>საიტი დროებით მიუწვდომელია</h1>
<p>ახლახან წაკითხული გვერდები კვლავ იხსნება. გთხოვთ, ერთ წუთში ისევ სცადოთ.</p></div>
</main></body></html>
"};
    return (deliver);
}

sub vcl_deliver {
    if (resp.status >= 500 && req.restarts == 0 && req.url ~ "^/(en|ka)/" && (req.method == "GET" || req.method == "HEAD")) {
        # Once more, and anything will do.
        return (restart);
    }
    if (obj.hits > 0) {
        # That of the request for which the page was made.
        unset resp.http.X-Request-ID;
    }
    unset resp.http.Surrogate-Key;
    unset resp.http.Cache-Tag;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    # How long we may keep a page is nothing for browsers: they ask each time, since nobody can tell them to let go.
    if (resp.http.Cache-Control ~ "s-maxage") {
        set resp.http.Cache-Control = "public, max-age=0, must-revalidate";
    }
}
