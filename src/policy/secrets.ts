import { ANY, GLOBS, STAR } from './judge.ts'

/** Names of environment variables that hold, or may hold, a secret. */
const SECRET_VARIABLE =
  /KEY|TOKEN|SECRET|PASS|CRED|AUTH|COOKIE|PRIVATE|BEARER|SESSION|WEBHOOK|SIGN|JWT|SALT|LICEN[CS]E|DATABASE|DSN|CONN|MONGO|REDIS|POSTGRES|MYSQL|AMQP|SENTRY|_PWD$|_PAT$|_PIN$|^PAT$|^PIN$/i

export function secretVariable(name: string): boolean {
  return SECRET_VARIABLE.test(name)
}

type Scope = { name: RegExp; what: string }

// Compared in lower case: macOS finds `.SSH/ID_RSA` too.
const FILES: Scope[] = [
  { name: /^\.env(\..+)?$|^[^/]+\.env$/, what: 'environment secrets' },
  { name: /^\.envrc(\..+)?$/, what: 'environment secrets' },
  { name: /^id_(rsa|dsa|ecdsa|ed25519|xmss)([-_.].+|_sk)?$/, what: 'a private key' },
  {
    name: /\.(pem|key|p12|pfx|pkcs12|kdbx?|jks|keystore|ppk|p8|agekey|gpg-key)(\.(bak|old|orig))?$/,
    what: 'a private key',
  },
  {
    name: /^[._]?(netrc|npmrc|pypirc|pgpass|my\.cnf|mylogin\.cnf|git-credentials|htpasswd|vault-token|dockercfg|s3cfg|boto|terraformrc|authinfo(\.gpg)?|fetchmailrc|msmtprc|pgpass\.conf|rclone\.conf|smbcredentials|wgetrc|curlrc)$/,
    what: 'credentials',
  },
  { name: /^.+[-_]keys?(\.(json|txt|b64))?$|.*firebase-adminsdk.*\.json$/, what: 'a private key' },
  { name: /^\.[\w.-]*hist(ory|file)?$|_history$|^\.lesshst$|^\.viminfo$/, what: 'your command history' },
  {
    name: /^(\.credentials|oauth_creds|auth|credentials?|client_secret.*|service[-_]?account.*|.*[-_]credentials?)\.(json|tfrc\.json)$/,
    what: 'credentials',
  },
  { name: /^credentials?(\.(toml|ya?ml|ini|cfg|txt|db|csv))?$/, what: 'credentials' },
  {
    name: /^(.*[._-])?(secrets?|tokens?|passwords?|passwds?|api[_-]?keys?|private[_-]?keys?|master[_-]?keys?)(\.(txt|json|ya?ml|toml|ini|cfg|conf|properties|enc|bak|old|csv|gpg|sops\.ya?ml))?$/,
    what: 'secrets',
  },
  {
    name: /^terraform\.tfstate(\..*)?$|\.tfstate(\.backup)?$|\.tfvars(\.json)?$/,
    what: 'infrastructure secrets',
  },
  {
    name: /^(logins\.json|key[34]\.db|cookies(\.sqlite|\.binarycookies|-journal)|login data.*|web data)$/,
    what: 'browser secrets',
  },
  { name: /^(login\.keychain.*|.*\.keychain(-db)?)$/, what: 'a keychain' },
  {
    name: /^(kubeconfig.*|.*\.kubeconfig|.*\.ovpn|k3s\.yaml|wg\d+\.conf|wpa_supplicant.*\.conf|debian\.cnf|wp-config\.php|local\.settings\.json|kaggle\.json|ngrok\.ya?ml|\.claude\.json|state\.vscdb|\.(x|ice)authority)$/,
    what: 'credentials',
  },
  { name: /^\.dev\.vars(\..+)?$|^\.?(ansible_)?vault_pass(word)?(_file)?$/, what: 'environment secrets' },
  { name: /^wallet\.dat$|^.*(private|secret|priv)[^/]*\.asc$|^key\.asc$/, what: 'a private key' },
]

/** Names the list would take, that hold nothing secret. */
const HARMLESS =
  /\.(example|sample|template|tmpl|dist|defaults?|schema|pub)$|^(?!\.env\.).+\.(ts|tsx|js|jsx|mjs|cjs|py|go|rs|rb|java|kt|c|h|cpp|md|css|html|snap|lock)$/

const FOLDERS: Scope[] = [
  { name: /(^|\/)\.ssh(\/|$)/, what: 'your SSH keys' },
  {
    name: /(^|\/)\.(aws|azure|kube|oci|bluemix|fly|vault|password-store|gnupg|config\/(gh|gcloud|hub|glab-cli|rclone|sops|op|doctl|configstore|age|git\/credentials|fish\/fish_history|containers\/auth\.json|stripe|heroku|netlify|vercel|kube|github-copilot|ngrok|hcloud|linode-cli|openai))(\/|$)/,
    what: 'credentials',
  },
  {
    name: /(^|\/)\.(docker\/config\.json|cargo\/credentials(\.toml)?|gem\/credentials|m2\/settings(-security)?\.xml|gradle\/gradle\.properties|subversion\/auth|terraform\.d\/credentials\.tfrc\.json|composer\/auth\.json|nuget\/(nuget\/)?nuget\.config|codex\/auth\.json|local\/share\/keyrings|databrickscfg|snowflake|cloudflared|wrangler|expo|minikube|jupyter|netlify\/config\.json|railway|snowsql|ngrok2|bundle\/config|irssi|mutt|kaggle|openai|tsh|electrum|bitcoin|ethereum)(\/|$)/,
    what: 'credentials',
  },
  {
    name: /(^|\/)\.?(mozilla|thunderbird|config\/(google-chrome|chromium|bravesoftware|microsoft-edge|vivaldi|opera)[^/]*|library\/(keychains|cookies|application support\/(google|firefox|bravesoftware|chromium|microsoft edge|arc|com\.apple\.tcc))[^/]*)(\/|$)/,
    what: 'browser or keychain secrets',
  },
  { name: /(^|\/)\.roost(\/|$)/, what: 'Roost\u2019s own state' },
  {
    name: /^\/etc\/(g?shadow-?|sudoers|sudoers\.d|wireguard|ssl\/private|ssh\/ssh_host_[^/]*key|kubernetes\/(admin|pki)[^/]*|pki\/[^/]*private|krb5\.keytab|openvpn|letsencrypt|security\/opasswd|master\.passwd|networkmanager\/system-connections|ppp)(\/|$)/,
    what: 'system secrets',
  },
  { name: /^\/(private\/)?(var\/)?run\/secrets(\/|$)/, what: 'system secrets' },
  {
    name: /^\/proc\/([^/]+\/(task\/[^/]+\/)?(environ|mem|auxv)|kcore|kmem)$/,
    what: 'the memory or environment of programs',
  },
  {
    name: /^\/dev\/(k?mem|port|(sd|hd|vd|xvd|nvme|mmcblk|r?disk|dm-|md|loop|sr|nbd|mapper\/)[^/]*|input(\/.*)?|tcp(\/.*)?|udp(\/.*)?)$/,
    what: 'a raw device',
  },
  { name: /^\/var\/lib\/(docker|kubelet|sss|samba\/private|postgresql|mysql)(\/|$)/, what: 'system secrets' },
]

/** Names a glob is tried on: it asks when it can match one of them. */
const BAIT = [
  '.env .env.local .env.production .envrc .netrc .npmrc .pypirc .pgpass .my.cnf .git-credentials .htpasswd .vault-token',
  '.bash_history .zsh_history .psql_history .ssh .aws .azure .gnupg .kube .docker .password-store .config .roost .mozilla',
  'id_rsa id_ed25519 id_ecdsa id_dsa server.key private.pem key.pem cert.p12 a.pfx vault.kdbx keystore.jks',
  'terraform.tfstate prod.tfvars credentials credentials.json secrets.yml secrets.json secrets.toml auth.json',
  'oauth_creds.json .credentials.json shadow gshadow sudoers environ cookies logins.json secret.txt token',
]
  .join(' ')
  .split(' ')

const TOPS = ['etc', 'proc', 'root', 'run', 'var', 'dev']

/** Why reading this absolute path would show a secret, in words; undefined when it would not. `path` may hold marks. */
export function secretFile(path: string): string | undefined {
  // The same files by another name: a process's own root and folder.
  const lower = path.toLowerCase().replace(/^(\/proc\/[^/]+(\/task\/[^/]+)?\/root)+(?=\/)/, '')
  const parts = lower.split('/')
  if (GLOBS.test(parts[1] ?? '') && parts.length > 2 && TOPS.some((top) => globMatches(parts[1] ?? '', top)))
    return 'the pattern can match a system folder'
  const plain = parts.map((part) => (GLOBS.test(part) ? 'x' : part))
  const why = plainSecret(plain.join('/'))
  if (why || !GLOBS.test(lower)) return why
  for (const [i, part] of parts.entries()) {
    if (!GLOBS.test(part) || /^\u0001+$/.test(part)) continue
    const isFile = i === parts.length - 1
    if (!isFile && parts[i - 1] === '.config') return 'the pattern can match a folder with secrets'
    for (const name of BAIT) {
      if (!globMatches(part, name)) continue
      // `*.json` is not a way to spell `secrets.json`; `s*.json` may be.
      if (/\.(json|ya?ml|toml|txt)$/.test(name) && /^\u0001\.[a-z]+$/.test(part)) continue
      if (name.startsWith('.')) return 'the pattern can match a place with secrets'
      if (isFile && plainSecret([...plain.slice(0, i), name].join('/')))
        return 'the pattern can match a file with secrets'
    }
  }
  return undefined
}

function plainSecret(lower: string): string | undefined {
  // Public halves and host lists of ~/.ssh are meant to be shown.
  if (/(^|\/)\.ssh\/([^/]+\.pub|known_hosts(\.old)?)$/.test(lower)) return undefined
  const folder = FOLDERS.find((f) => f.name.test(lower))
  if (folder) return `it reads ${folder.what}`
  const last = lower.slice(lower.lastIndexOf('/') + 1)
  if (lower === '/etc/passwd' || HARMLESS.test(last)) return undefined
  // A copy that an editor or a person left is no less secret.
  const copied = last.replace(/(~|\.(gz|bz2|xz|zst|bak|old|orig|save|sw[nop]|tmp))+$/, '')
  const file = FILES.find((f) => f.name.test(last) || f.name.test(copied))
  return file && `it reads ${file.what}`
}

/** Whether a name with glob marks can be this name. Linear: every star is tried from the last one only. */
function globMatches(glob: string, name: string): boolean {
  let [g, n, star, from] = [0, 0, -1, 0]
  while (n < name.length) {
    if (glob[g] === STAR) {
      star = g++
      from = n
    } else if (g < glob.length && (glob[g] === ANY || glob[g] === name[n])) {
      g++
      n++
    } else if (star >= 0) {
      g = star + 1
      n = ++from
    } else return false
  }
  while (glob[g] === STAR) g++
  return g === glob.length
}
