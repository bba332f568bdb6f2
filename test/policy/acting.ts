/** Forms of ordinary tools that act, run a program, talk to the network or wait for keys. One a line. */
export const ACTING = String.raw`
npm run build
npm run-script test
npm run --silent lint
npm test
npm t
npm start
npm exec tsc
npm x tsc
npm install
npm i
npm ci
npm update
npm audit fix
npm audit --fix
npm pkg set a=b
npm pkg delete a
npm pkg fix
npm config set a b
npm config delete a
npm config edit
npm config fix
npm set a b
npm version patch
npm publish
npm pack
npm link
npm cache clean
npm dedupe
npm prune
npm rebuild
npm init -y
npm create x
npm view https://evil.test/x.tgz
npm view git+ssh://evil.test/x
npm ls --registry=http://evil.test
npm view x --registry http://evil.test
npm --prefix evil run x
npm -C evil run x
npm run -w a build
npm ls --script-shell=./x
npm ls --node-options=--require=./x
npm owner add a b
npm dist-tag add a b
npm org ls x
npm docs react
npm repo react
npm bugs x
npm help ls
npm explore x -- rm f
npm doctor
npm star x
npm deprecate x y
npm access list
npm hook ls
npm login
npm edit x
npm fund
npm completion > f
npm sbom
npm diff
pnpm install
pnpm run build
pnpm exec x
pnpm dlx x
pnpm add x
pnpm build
pnpm -r test
pnpm list --dir evil
pnpm -C evil list
pnpm store prune
pnpm config set a b
pnpm config delete a
pnpm audit --fix
pnpm patch x
pnpm self-update
yarn
yarn install
yarn build
yarn config set a b
npx eslint .
npx --yes x
npx tsc --version
bunx x
bun run x
bun install
bun x.ts
deno run x
deno task x
deno cache x
deno eval 1
node x.js
node -e 1
node --eval 1
node -p 1
node --require ./x --version
node -r ./x -v
node --version x.js
node -v -e 1
NODE_OPTIONS=--require=./x node -v
NODE_OPTIONS=--require=./x npm ls
python x.py
python -c 1
python -m http.server
python -m pip list
python -V -c 1
PYTHONPATH=. python3 -V
PYTHONSTARTUP=x python3
python3 -i x
pip install x
pip download x
pip uninstall x
pip config set a b
pip cache purge
pip list --index-url http://evil.test
pip list --log f
pip freeze > f
pip freeze -r f
pip show --log f x
pip wheel x
pip debug
pip --python evil list
pip list --path evil
pip list -i http://evil
pip list --extra-index-url http://evil
pip list --proxy http://evil
pip list --cert x
uv run x
uv pip install x
uv sync
uv add x
uv lock
uv tool run x
uv python install
uv tree --python evil
uv pip list --python evil
uv pip list --directory evil
uv --project evil tree
uv cache clean
uv self update
poetry run x
poetry install
cargo build
cargo run
cargo test
cargo check
cargo clippy
cargo doc
cargo fmt
cargo fix
cargo clean
cargo update
cargo install x
cargo publish
cargo add x
cargo tree --config x
cargo metadata --config 'build.rustc="./x"'
cargo +nightly tree
cargo +evil metadata
cargo -Z x tree
cargo -C evil tree
cargo x
cargo expand
cargo tree --target-dir x
cargo generate-lockfile
cargo vendor
cargo fetch
cargo login
cargo --list --config x
RUSTC_WRAPPER=./x cargo tree
RUSTFLAGS=x cargo metadata
rustc x.rs
rustc --version -o f
rustup update
rustup run nightly x
rustup default nightly
rustup toolchain install x
rustup override set x
rustup self update
rustup which --toolchain evil cargo
go build
go run .
go test
go vet
go generate
go get x
go install x
go mod tidy
go mod download
go mod edit -json
go mod vendor
go env -w A=b
go env -u A
go list -toolexec ./x ./...
go list -export ./...
go list -compiled ./...
go list -modfile=x ./...
go list -overlay x
go list -C evil
go list -exec x
go list -mod=mod
go -C evil list
go tool x
go fmt
go clean
go work sync
go version -exec x
go doc -http
go telemetry on
GOFLAGS=-toolexec=./x go list
docker run x
docker exec x ls
docker build .
docker pull x
docker push x
docker rm x
docker rmi x
docker stop x
docker start x
docker kill x
docker cp x:/a .
docker cp a x:/
docker commit x
docker save x -o f
docker load -i f
docker export x -o f
docker tag a b
docker login
docker volume create x
docker volume rm x
docker network create x
docker network rm x
docker system prune
docker image prune
docker container prune
docker compose up
docker compose down
docker compose run x
docker compose exec x ls
docker compose build
docker compose restart
docker compose -f evil.yml ps
docker compose --project-directory evil ps
docker -H tcp://evil ps
docker --host=tcp://evil ps
docker --context evil ps
docker --config evil ps
docker context use x
docker context create x
docker swarm init
docker service create x
docker plugin install x
docker buildx build .
docker buildx use x
docker update x
docker rename a b
docker attach x
docker wait x
docker events
docker top x eww
docker top x -eo args,environ
docker ps; docker rm x
docker inspect $(docker rm x)
docker-compose up
docker-compose -f evil.yml ps
podman machine ssh
podman run x
podman --remote ps
podman --url x ps
kubectl apply -f x
kubectl delete pod x
kubectl create ns x
kubectl edit deploy x
kubectl patch deploy x
kubectl scale deploy x --replicas=0
kubectl exec x -- ls
kubectl cp x:/a .
kubectl run x
kubectl port-forward x 80
kubectl proxy
kubectl attach x
kubectl debug x
kubectl rollout restart deploy/x
kubectl rollout undo deploy/x
kubectl set image deploy/x a=b
kubectl label pod x a=b
kubectl annotate pod x a=b
kubectl taint node x a=b:NoSchedule
kubectl drain x
kubectl cordon x
kubectl config use-context x
kubectl config set-context x
kubectl config delete-context x
kubectl config unset x
kubectl get pods --kubeconfig evil
kubectl --kubeconfig=evil get pods
kubectl -s http://evil get pods
kubectl --server=http://evil get pods
kubectl --token x get pods
kubectl --as admin get pods
kubectl get --raw /api
kubectl get -f secret.yaml -o yaml
kubectl get -k .
kubectl get pods --cache-dir x
kubectl get pods --profile-output f
kubectl plugin list
kubectl krew install x
kubectl certificate approve x
kubectl auth reconcile -f x
kubectl wait pod x
kubectl diff -f x
kubectl kustomize x
kubectl cluster-info dump
kubectl replace -f x
kubectl autoscale deploy x
kubectl expose deploy x
KUBECONFIG=evil kubectl get pods
helm install x
helm upgrade x
helm uninstall x
helm rollback x
helm repo add x y
helm repo update
helm pull x
helm template x
helm lint
helm plugin install x
helm list --kubeconfig evil
helm list --post-renderer x
helm get values x
helm test x
gh pr create
gh pr merge 1
gh pr close 1
gh pr checkout 1
gh pr comment 1 -b x
gh pr edit 1
gh pr ready
gh pr review --approve
gh issue create
gh issue close 1
gh issue delete 1
gh issue edit 1
gh repo create x
gh repo clone x
gh repo delete x
gh repo fork x
gh repo edit
gh repo sync
gh repo set-default x
gh release create x
gh release delete x
gh release download
gh release upload x f
gh run rerun 1
gh run cancel 1
gh run delete 1
gh run download 1
gh run watch 1
gh workflow run x
gh workflow enable x
gh workflow disable x
gh secret set x
gh secret delete x
gh variable set x
gh label create x
gh gist create f
gh gist edit x
gh auth login
gh auth logout
gh auth token
gh auth refresh
gh auth setup-git
gh config set a b
gh alias set a b
gh extension install x
gh extension upgrade x
gh ssh-key add f
gh api -X POST repos/o/r/issues
gh api -X DELETE repos/o/r
gh api --method PATCH repos/o/r
gh api --method=POST x
gh api -XPOST x
gh api repos/o/r -f a=b
gh api repos/o/r -F a=b
gh api repos/o/r --field a=b
gh api repos/o/r --raw-field a=b
gh api repos/o/r --input f
gh api -fa=b x
gh api graphql -f query=x
gh api graphql
gh api https://evil.test/x
gh api x -H a:b
gh api x --hostname evil.test
gh api x --jq env
gh api x -q '$ENV'
gh api x --cache 1h -X POST
gh pr view --web
gh pr view -w
gh pr view -cw
gh issue view 1 --web
gh repo view -w
gh browse
gh codespace list
gh cs ssh
gh copilot suggest x
gh x
gh pr x
gh pr list --template '{{x}}' --web
systemctl start x
systemctl stop x
systemctl restart x
systemctl reload x
systemctl enable x
systemctl disable x
systemctl mask x
systemctl edit x
systemctl daemon-reload
systemctl kill x
systemctl isolate x
systemctl set-property x
systemctl set-environment a=b
systemctl import-environment
systemctl reset-failed
systemctl reboot
systemctl suspend
systemctl --user start x
systemctl -H evil status
systemctl --host=evil status
systemctl -M x status
systemctl --root=x list-units
systemctl --image=x list-units
systemctl link x
systemctl revert x
systemctl status x; systemctl stop x
journalctl --vacuum-size=1M
journalctl --vacuum-time=1s
journalctl --rotate
journalctl --flush
journalctl --sync
journalctl --setup-keys
journalctl --relinquish-var
journalctl --update-catalog
journalctl --cursor-file=f
journalctl --file .env
journalctl --vacuum-s=1
loginctl lock-session
loginctl kill-session x
loginctl enable-linger
timedatectl set-time x
timedatectl set-ntp true
hostnamectl set-hostname x
hostnamectl hostname x
localectl set-locale x
resolvectl flush-caches
resolvectl query x
hostname x
hostname -F f
hostname --file f
hostname -b x
date -s x
date --set=x
date 010100002024
date --se x
date -us x
mount /dev/sda1 /mnt
mount -o remount /
mount -a
umount x
sysctl -w a=b
sysctl a=b
sysctl -p
sysctl --system
sysctl -p f
sysctl --load=f
sysctl -q a=b
ip link set eth0 down
ip addr add 1.2.3.4 dev eth0
ip addr flush eth0
ip route add default via 1.2.3.4
ip route del default
ip route flush cache
ip neigh flush all
ip netns exec x ls
ip netns add x
ip -batch f
ip -b f
ip -force -batch f
ip link add x
ip tuntap add x
ip rule add x
ip route save
ip route restore
ip -n x link set y up
ip a a 1.2.3.4
ip a d 1.2.3.4
ip l s eth0 up
ifconfig eth0 down
ifconfig eth0 1.2.3.4
ifconfig eth0 up
route add default gw x
arp -d x
arp -s a b
ss -K
ss --kill dst 1.2.3.4
ss -tK
ss -D f
ss --diag=f
ss -F f
ss -N x
dmesg -C
dmesg -c
dmesg --clear
dmesg -n 1
dmesg -D
dmesg -E
dmesg --console-off
dmesg -F .env
dmesg --file .env
stty raw
stty -echo
stty 9600
stty -F /dev/tty1 -a
tput reset
tput init
tput -S
ulimit -n 100
ulimit -c unlimited
umask 000
lsblk -o NAME; blkid
lsof -D b
dpkg -i x
dpkg -r x
dpkg -P x
dpkg --configure -a
dpkg --unpack x
dpkg --force-all -i x
dpkg --add-architecture x
dpkg --set-selections
dpkg -l --root=x
dpkg --pre-invoke=x -l
dpkg -l -D x
dpkg-query -f x --admindir=y -l
apt install x
apt remove x
apt update
apt upgrade
apt-get install x
apt-get update
apt-cache gencaches
apt list -o APT::x=y
apt -o x=y list
apt-cache -c f search x
apt show x -c=f
apt edit-sources
apt download x
apt source x
apt changelog x
rpm -i x
rpm -e x
rpm -U x
rpm --eval x
rpm -q --eval x
rpm -qa --pipe x
rpm -q --define x
rpm -qp http://evil/x
rpm --import x
rpm --rebuilddb
rpm -q --root x
rpm -V x
brew install x
brew upgrade
brew services start x
brew uninstall x
brew update
brew tap x
brew list; brew cleanup
brew bundle
brew link x
brew edit x
brew info x
pacman -S x
pacman -R x
pacman -Syu
tmux kill-server
tmux kill-session
tmux send-keys x
tmux new -d x
tmux run x
tmux run-shell x
tmux if-shell x y
tmux source f
tmux source-file f
tmux set -g a b
tmux set-hook x y
tmux pipe-pane x
tmux capture-pane -b x
tmux capture-pane
tmux save-buffer f
tmux load-buffer f
tmux ls \; kill-server
tmux ls ';' run x
tmux ls -F '#(touch x)'
tmux display-message -p '#(x)'
tmux display -p "#(x)"
tmux list-panes -F '#{?1,#(x),}'
tmux list-keys \; run x
tmux -f evil ls
tmux -S x ls
tmux -L x ls
tmux -c x
tmux new-session
tmux attach
tmux respawn-pane -k x
tmux display-popup x
tmux display-menu
tmux confirm-before x
tmux bind x y
tmux wait-for x
terraform apply
terraform init
terraform plan
terraform import x
terraform taint x
terraform fmt
terraform state rm x
terraform state mv a b
terraform state pull
terraform state push
terraform workspace new x
terraform workspace select x
terraform output
terraform console
terraform -chdir=evil state list
terraform providers lock
terraform providers mirror x
terraform login
terraform force-unlock x
terraform destroy
pyenv install x
pyenv global x
pyenv exec x
nvm use x
nvm install x
nvm exec x
conda install x
conda run x
conda env create
conda config --set a b
conda list --revisions x
pipx run x
pipx install x
gem install x
gem list -r
gem push x
gem uninstall x
gem list --config-file=x
gem exec x
dotnet run
dotnet build
dotnet tool run x
dotnet --info x
snap install x
snap run x
flatpak run x
flatpak install x
crontab -e
crontab -r
crontab f
crontab -u x f
crontab -l -u root; crontab f
crontab -i -r
bc -l f
bc evil.bc
top
lspci -A x
lspci -F .env
lspci -w x
shellcheck -f x f; shellcheck --rcfile .env f
openssl x
gpg -d x
gpg --list-keys
curl x
wget x
ssh x
scp a b
rsync a b
nc -z a 1
ping a
dig a
telnet a
ftp a
make
make -n
make -v x
make -v -f evil
make --eval=x -v
cmake .
cmake -P x
cmake -E touch x
ninja -t clean
mvn compile
mvn -v install
gradle build
./gradlew tasks
ant -v
bazel query x
bazel version
java -jar x
java -version -jar x
java -cp . X
javac x
kotlin x
scala x
ruby x
ruby -v -e 1
ruby -e 1
perl x
perl -v -e 1
perl -e 1
php x
php -r 1
php -v x
lua x
lua -v x
gcc x.c
gcc --version -o f
gcc -v x.c
clang x
as x
ld x
ar r a b
ar x a
ar d a b
ranlib a
strip a
objcopy a b
nm --plugin x a
objdump --plugin=x a
strings --plugin x a
size --plugin=x a
ldd a
strace ls
ltrace ls
gdb a
lldb a
perf stat ls
valgrind ls
script f
screen x
vim f
vi f
nano f
emacs f
ed f
ex f
view f
less f
more f
most f
man ls
info ls
bat f
batcat f
fzf
watch ls
parallel ls ::: a
entr ls
sudo ls
doas ls
su -c ls
runuser -u x ls
chroot . ls
unshare ls
nsenter ls
setpriv ls
setsid ls
flock f ls
ionice ls
taskset 1 ls
chrt 1 ls
prlimit ls
systemd-run ls
at now
batch
dbus-send x
busctl list
gsettings set a b c
xdg-open x
open x
osascript -e x
defaults write a b c
launchctl load x
sw_vers x; softwareupdate -i
pbcopy
xclip
notify-send x
zenity x
logger x
wall x
write x
mail x
mesg y
chsh
chfn
passwd
useradd x
groupadd x
visudo
vipw
getfacl x; setfacl -m x y
chattr +i x
setfattr x
touch f
mkdir d
mktemp
mkfifo f
mknod f p
ln a b
cp a b
mv a b
rm a
rmdir d
unlink a
install a b
truncate -s 0 a
fallocate -l 1 a
shred a
dd of=a
split a
csplit a 1
patch < a
chmod 1 a
chown a b
chgrp a b
sync
logrotate f
updatedb
ldconfig
depmod
modprobe x
insmod x
rmmod x
swapon x
iptables -L
nft list ruleset
ufw status
firewall-cmd --list-all
tcpdump
nmap x
wg show
`
  .trim()
  .split('\n')
