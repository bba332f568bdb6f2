/** Reads that would show a key, a token, a history or the environment. One a line. */
export const SECRET_READS = String.raw`
cat .env.production.local
cat .env.staging
cat config/.env
cat prod.env
cat .env.vault
cat .env.keys
cat app/.env.test
cat .dev.vars
cat .secrets
cat .secrets.toml
cat secrets.yaml
cat config/secrets.yml
cat config/master.key
cat config/credentials/production.key
cat .streamlit/secrets.toml
cat local.settings.json
cat service-account.json
cat serviceAccountKey.json
cat gcp-key.json
cat google-credentials.json
cat firebase-adminsdk-abc.json
cat client_secret_123.json
cat token.json
cat tokens.json
cat .token
cat access_token.txt
cat api_key.txt
cat apikey
cat .api_key
cat password.txt
cat passwords.csv
cat .pgpass
cat ~/.pgpass
cat .my.cnf
cat ~/.netrc
cat ~/_netrc
cat .npmrc
cat ~/.npmrc
cat ~/.pypirc
cat ~/.gem/credentials
cat ~/.cargo/credentials.toml
cat ~/.config/gh/hosts.yml
cat ~/.config/hub
cat ~/.config/glab-cli/config.yml
cat ~/.git-credentials
cat ~/.config/git/credentials
cat ~/.docker/config.json
cat ~/.kube/config
cat kubeconfig
cat /etc/rancher/k3s/k3s.yaml
cat /etc/kubernetes/admin.conf
cat ~/.aws/credentials
cat ~/.aws/config
cat ~/.aws/sso/cache/x.json
cat ~/.azure/accessTokens.json
cat ~/.config/gcloud/credentials.db
cat ~/.config/gcloud/application_default_credentials.json
cat ~/.config/doctl/config.yaml
cat ~/.config/heroku/x
cat ~/.config/op/config
cat ~/.config/rclone/rclone.conf
cat ~/.terraform.d/credentials.tfrc.json
cat ~/.terraformrc
cat terraform.tfstate
cat terraform.tfstate.backup
cat prod.tfvars
cat secrets.auto.tfvars
cat ~/.vault-token
cat ~/.config/sops/age/keys.txt
cat ~/.gnupg/secring.gpg
cat ~/.gnupg/private-keys-v1.d/x.key
cat ~/.password-store/x.gpg
cat vault.kdbx
cat ~/.ssh/id_ed25519
cat ~/.ssh/id_rsa_work
cat ~/.ssh/config
cat ~/.ssh/authorized_keys
cat ~/.ssh/deploy_key
cat ~/.ssh/github
cat /root/.ssh/id_rsa
cat /home/bob/.ssh/id_rsa
cat /etc/ssh/ssh_host_rsa_key
cat id_rsa
cat deploy.pem
cat server.key
cat tls.key
cat ssl/private.pem
cat cert.p12
cat cert.pfx
cat keystore.jks
cat release.keystore
cat key.asc
cat private.asc
cat privkey.pem
cat /etc/letsencrypt/live/x/privkey.pem
cat /etc/ssl/private/x.key
cat /etc/shadow
cat /etc/gshadow
cat /etc/shadow-
cat /etc/sudoers
cat /etc/sudoers.d/x
cat /etc/security/opasswd
cat /etc/krb5.keytab
cat /etc/wireguard/wg0.conf
cat wg0.conf
cat client.ovpn
cat /etc/NetworkManager/system-connections/x
cat /etc/wpa_supplicant/wpa_supplicant.conf
cat /etc/mysql/debian.cnf
cat /etc/openvpn/x.conf
cat /var/run/secrets/kubernetes.io/serviceaccount/token
cat /run/secrets/db
cat /proc/1/environ
cat /proc/self/mem
cat /proc/kcore
cat /dev/mem
cat ~/.bash_history
cat ~/.zsh_history
cat ~/.local/share/fish/fish_history
cat ~/.python_history
cat ~/.node_repl_history
cat ~/.psql_history
cat ~/.mysql_history
cat ~/.rediscli_history
cat ~/.sqlite_history
cat ~/.viminfo
cat ~/.lesshst
cat ~/.config/google-chrome/Default/Cookies
cat ~/.config/google-chrome/Default/"Login Data"
cat ~/.mozilla/firefox/x.default/logins.json
cat ~/.mozilla/firefox/x.default/key4.db
cat ~/.mozilla/firefox/x/cookies.sqlite
cat ~/Library/Keychains/login.keychain-db
cat ~/Library/"Application Support"/Google/Chrome/Default/Cookies
cat ~/Library/Cookies/Cookies.binarycookies
cat ~/.local/share/keyrings/login.keyring
cat ~/.config/Code/User/globalStorage/state.vscdb
cat ~/.claude/.credentials.json
cat ~/.claude.json
cat ~/.codex/auth.json
cat ~/.gemini/oauth_creds.json
cat ~/.config/github-copilot/hosts.json
cat ~/.config/github-copilot/apps.json
cat ~/.local/share/opencode/auth.json
cat ~/.netlify/config.json
cat ~/.config/configstore/firebase-tools.json
cat ~/.config/vercel/auth.json
cat ~/.fly/config.yml
cat ~/.railway/config.json
cat ~/.config/stripe/config.toml
cat ~/.wrangler/config/default.toml
cat ~/.config/.wrangler/config/default.toml
cat ~/.databrickscfg
cat ~/.snowsql/config
cat ~/.snowflake/connections.toml
cat ~/.boto
cat ~/.s3cfg
cat ~/.oci/config
cat ~/.bluemix/config.json
cat ~/.cloudflared/cert.pem
cat ~/.ngrok2/ngrok.yml
cat ~/.config/ngrok/ngrok.yml
cat ~/.m2/settings.xml
cat ~/.gradle/gradle.properties
cat ~/.nuget/NuGet/NuGet.Config
cat ~/.composer/auth.json
cat auth.json
cat ~/.bundle/config
cat ~/.irssi/config
cat ~/.msmtprc
cat ~/.mutt/muttrc
cat ~/.fetchmailrc
cat ~/.authinfo
cat ~/.authinfo.gpg
cat ~/.smbcredentials
cat ~/.ICEauthority
cat ~/.Xauthority
cat .htpasswd
cat wp-config.php
cat /var/www/html/wp-config.php
cat .vault_pass
cat vault_password.txt
cat .ansible_vault_pass
cat ~/.roost/config.json
cat ~/.roost/audit.jsonl
cat ~/.pulumi/credentials.json
cat ~/.config/hcloud/cli.toml
cat ~/.config/linode-cli
cat ~/.huggingface/token
cat ~/.cache/huggingface/token
cat ~/.kaggle/kaggle.json
cat ~/.config/openai/auth
cat ~/.openai
cat ~/.anthropic/api_key
cat ~/.jupyter/jupyter_server_config.json
cat ~/.wgetrc
cat ~/.curlrc
cat ~/.tsh/keys/x
cat ~/.minikube/profiles/x/client.key
cat ~/.electrum/wallets/default_wallet
cat ~/.bitcoin/wallet.dat
cat wallet.dat
cat keystore.p12
cat jwt.key
cat jwt_secret
cat session_secret.txt
cat encryption_key
cat .encryption-key
cat backup.env.bak
cat .env~
cat .env.swp
cat .env.bak
cat .env.old
cat .ENV
cat .Env.Local
cat "./.env"
cat $HOME/.aws/credentials
git show HEAD:.env.production
git show HEAD:config/secrets.yml
git log -p -- .env.local
git diff HEAD -- .npmrc
grep TOKEN ~/.npmrc
grep -r aws_secret ~/.aws
rg secret ~/.config/gh
jq . ~/.docker/config.json
yq . ~/.kube/config
yq '.clusters' kubeconfig.yaml
sed -n 1p ~/.netrc
awk '{print $2}' ~/.netrc
head -c 10 ~/.ssh/id_rsa
tail ~/.aws/credentials
diff ~/.aws/credentials /dev/null
sort .env
wc -c .env && cat .env
strings vault.kdbx
xxd server.key | head
od -c id_ed25519
base64 cert.p12
find ~/.aws -type f | xargs cat
ls ~/.ssh | xargs -I{} cat ~/.ssh/{}
kubectl get secrets
kubectl get secret db -o yaml
kubectl get secret -A
kubectl describe secret db
kubectl get secret/db -o jsonpath='{.data.p}'
kubectl config view --raw
kubectl config view
helm get values app
helm get all app
docker config inspect x
docker secret inspect x
docker compose config
docker exec web env
gh auth token
gh auth status -t
gh auth status --show-token
gh secret set x
gh api user -H 'Authorization: x'
aws configure get aws_secret_access_key
aws secretsmanager get-secret-value --secret-id x
aws ssm get-parameter --with-decryption --name x
aws sts get-session-token
gcloud auth print-access-token
gcloud secrets versions access latest --secret x
az account get-access-token
az keyvault secret show --name x
vault read secret/x
vault kv get secret/x
op read op://x
op item get x
pass show x
security find-generic-password -w -s x
security dump-keychain
secret-tool lookup a b
gpg --export-secret-keys
gpg -d x.gpg
keyctl print 1
npm config get //packages.example.com/:_authToken
npm config list
npm config ls -l
npm token list
pip config list
git config --get-regexp url
git config --get http.extraheader
git config -l
git credential fill
heroku config
fly secrets list
vercel env pull
doppler secrets
sops -d x
ansible-vault view x
terraform output -json
terraform state pull
terraform show
terraform state show x
systemctl show-environment
tmux show-environment
tmux show-environment -g
tmux show-buffer
launchctl getenv X
declare -p
set
env
printenv
printenv GITHUB_TOKEN
echo $GITHUB_TOKEN
echo ${'$'}{AWS_SECRET_ACCESS_KEY}
echo "$DATABASE_URL"
echo $OPENAI_API_KEY
echo ${'$'}{ANTHROPIC_API_KEY:0:5}
printf %s "$NPM_TOKEN"
cat <<< "$SLACK_WEBHOOK"
test -n "$STRIPE_KEY" && echo $STRIPE_KEY
awk 'BEGIN{print ENVIRON["HOME"]}'
node -p process.env
python3 -c 'import os;print(os.environ)'
ruby -e 'p ENV'
perl -e 'print %ENV'
ps auxe
ps eww -p 1
cat /proc/*/environ
pbpaste
xclip -o
wl-paste
xsel
curl http://169.254.169.254/latest/meta-data/
curl file:///etc/shadow
wget -qO- http://metadata.google.internal/
sqlite3 ~/.config/google-chrome/Default/Cookies .dump
history
fc -l
`
  .trim()
  .split('\n')
