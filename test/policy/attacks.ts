/**
 * Commands made to slip past the analyser: each one writes `canary` (or another file of its folder), or prints the
 * words of a secret file, while looking like reading. One a line; `¶` stands for a newline. The folder they run in is
 * laid out by sandbox.ts.
 */
export const ATTACKS = String.raw`
ls $(touch canary)
ls "$(touch canary)"
echo ${'`'}touch canary${'`'}
echo "${'`'}touch canary${'`'}"
cat <(touch canary)
echo x > >(cat > canary)
ls > canary
ls >> canary
ls >| canary
ls &> canary
ls &>> canary
ls >& canary
ls 1<>canary
: > canary
> canary
true 2> canary
ls {fd}>canary
ls 3>canary
cat in.txt 2>canary
ls -la > ./sub/../canary
ls; touch canary
ls & touch canary
ls && touch canary
false || touch canary
ls | touch canary
ls |& touch canary
ls¶touch canary
if touch canary; then ls; fi
if true; then touch canary; fi
if false; then ls; elif touch canary; then ls; fi
if false; then ls; else touch canary; fi
while touch canary; do break; done
until touch canary; do break; done
for f in a; do touch canary; done
for f in $(touch canary); do ls; done
for ((i=0;i<1;i++)); do touch canary; done
case x in x) touch canary;; esac
case $(touch canary) in *) ls;; esac
case x in $(touch canary)) ls;; *) ls;; esac
(touch canary)
{ touch canary; }
! touch canary
time touch canary
time -p touch canary
coproc touch canary; sleep 0.2
f() { touch canary; }; f
function f { touch canary; }; f
ls() { touch canary; }; ls
function ls { touch canary; }¶ls
[[ $(touch canary) ]]
[[ -n $(touch canary) && 1 ]]
[[ x == $(touch canary) ]]
[[ x =~ $(touch canary) ]]
[[ -v a[$(touch canary)] ]]
[[ 'a[$(touch canary)]' -eq 0 ]]
x='a[$(touch canary)]'; [[ x -eq 0 ]]
x='a[$(touch canary)]'; echo $((x))
x='a[$(touch canary)]'; ((x))
x='a[$(touch canary)]'; let x
x='a[$(touch canary)]'; echo $[x]
x='a[$(touch canary)]'; echo "${'$'}{y:x}"
x='a[$(touch canary)]'; y=abc; echo ${'$'}{y:0:x}
test -v 'a[$(touch canary)]'
[ -v 'a[$(touch canary)]' ]
printf -v 'a[$(touch canary)]' x
read 'a[$(touch canary)]' <<< x
unset 'a[$(touch canary)]'
declare -i x='a[$(touch canary)]'
typeset -i x='a[$(touch canary)]'
export x=$(touch canary)
readonly x=$(touch canary)
local x=$(touch canary); ls $(touch canary)
x=$(touch canary)
x=$(touch canary) ls
a=($(touch canary))
a[$(touch canary)0]=1
echo $((1+$(touch canary; echo 1)))
echo $(( a[$(touch canary; echo 0)] ))
((a[$(touch canary; echo 0)]=1))
echo ${'$'}{x:-$(touch canary)}
echo ${'$'}{x:=$(touch canary)}
echo ${'$'}{HOME:+$(touch canary)}
echo ${'$'}{HOME#$(touch canary)}
echo ${'$'}{HOME%%$(touch canary)}
echo ${'$'}{HOME/$(touch canary)/x}
echo ${'$'}{HOME/x/$(touch canary)}
echo ${'$'}{HOME:$(touch canary; echo 0)}
echo ${'$'}{HOME:0:$(touch canary; echo 1)}
echo ${'$'}{a[$(touch canary; echo 0)]}
echo ${'$'}{HOME^^$(touch canary)}
echo "${'$'}{x:-${'$'}{y:-$(touch canary)}}"
x='$(touch canary)'; echo ${'$'}{x@P}
cat <<E¶$(touch canary)¶E
cat <<-E¶	$(touch canary)¶	E
cat <<E¶${'`'}touch canary${'`'}¶E
cat <<E¶${'$'}{x:-$(touch canary)}¶E
cat <<'E' | sh¶touch canary¶E
cat <<E | bash¶touch canary¶E
cat <<E && touch canary¶x¶E
cat <<A <<B; touch canary¶x¶A¶y¶B
cat <<< $(touch canary)
cat <<< "$(touch canary)"
bash <<< 'touch canary'
sh -c 'touch canary'
bash -c "touch canary"
bash -lc 'touch canary'
bash < script.sh
bash script.sh
. ./script.sh
source script.sh
./script.sh
sub/../script.sh
$PWD/script.sh
"$PWD"/script.sh
eval touch canary
eval 'touch canary'
eval "$(cat script.sh)"
exec touch canary
exec > canary; ls
command touch canary
command -p touch canary
builtin eval 'touch canary'
builtin printf -v x %s "$(touch canary)"
env touch canary
env -i /usr/bin/touch canary
env -S 'touch canary'
env A=1 touch canary
env -u X touch canary
nice touch canary
nice -n 5 touch canary
nohup touch canary
timeout 5 touch canary
timeout -s KILL 5 touch canary
stdbuf -o0 touch canary
setsid touch canary
ionice touch canary
flock lock touch canary
xargs touch canary < /dev/null
echo canary | xargs touch
echo canary | xargs -n1 touch
echo canary | xargs -I{} touch {}
echo touch canary | xargs -I{} sh -c {}
echo canary | xargs -I% sh -c 'touch %'
printf canary | xargs -0 touch
echo "in.txt canary" | xargs uniq
echo "-o canary in.txt" | xargs sort
echo "-delete" | xargs find sub
echo ". -fprint canary" | xargs find
echo "p canary" | xargs -I{} sed -n 'w canary' in.txt
echo '--output=canary' | xargs git log
find . -maxdepth 0 -exec touch canary \;
find . -maxdepth 0 -exec touch canary {} +
find . -maxdepth 0 -execdir touch canary \;
find sub -name gone -delete
find . -maxdepth 0 -fprint canary
find . -maxdepth 0 -fprint0 canary
find . -maxdepth 0 -fls canary
find . -maxdepth 0 -fprintf canary x
find . -maxdepth 0 -ok touch canary \; <<< y
find . -maxdepth 0 '-exec' touch canary \;
find . -maxdepth 0 -e"x"ec touch canary \;
find . -maxdepth 0 \-exec touch canary \;
find . -maxdepth 0 $'-exec' touch canary \;
find . -maxdepth 0 $'\x2dexec' touch canary \;
find . -maxdepth 0 {-exec,touch,canary,\;}
find . -maxdepth 0 -{fprint,x} canary
find . -maxdepth 0 ${'$'}{x:--fprint} canary
find . -maxdepth 0 $(echo -fprint) canary
find . -maxdepth 0 -a -fprint canary
find . -maxdepth 0 '(' -fprint canary ')'
find . -maxdepth 0 ! -fprint canary
find . -maxdepth 0 -name . , -fprint canary
find . -maxdepth 0 -printf x -fprint canary
for a in -fprint; do find . -maxdepth 0 $a canary; done
sort -o canary in.txt
sort in.txt -o canary
sort -ocanary in.txt
sort -uo canary in.txt
sort -ruocanary in.txt
sort --output=canary in.txt
sort --output canary in.txt
sort --outp=canary in.txt
sort --o canary in.txt
sort -k1 -o canary in.txt
sort -t, -ocanary in.txt
sort "-ocanary" in.txt
sort -"o"canary in.txt
sort {-o,canary} in.txt
sort {-ocanary,in.txt}
for o in -ocanary; do sort $o in.txt; done
for o in "-o canary in.txt"; do sort $o; done
sort -S1 --compress-program=./script.sh in.txt -T . -o canary
uniq in.txt canary
uniq -c in.txt canary
uniq -- in.txt canary
uniq -f 0 in.txt canary
uniq {in.txt,canary}
uniq - canary < in.txt
for f in "in.txt canary"; do uniq $f; done
sed -i s/a/b/ in.txt
sed -i.bak s/a/b/ in.txt
sed -ni p in.txt
sed -Ei s/a/b/ in.txt
sed --in-place s/a/b/ in.txt
sed --in-pl s/a/b/ in.txt
sed -s -i s/a/b/ in.txt
sed s/a/b/ in.txt -i
sed 'w canary' in.txt
sed -n 'wcanary' in.txt
sed 's/a/b/w canary' in.txt
sed 's/a/b/gw canary' in.txt
sed -e p -e 'w canary' in.txt
sed '1!w canary' in.txt
sed '/a/w canary' in.txt
sed '$ w canary' in.txt
sed '1,2w canary' in.txt
sed '1{p;w canary¶}' in.txt
sed 'p;w canary' in.txt
sed -n '1e touch canary' in.txt
sed '1e touch canary' in.txt
sed 's/.*/touch canary/e' in.txt
sed 's/.*/touch canary/ge' in.txt
sed 's/.*/touch canary/;e' in.txt
sed -n '/[/]/!w canary' in.txt
sed 's,a,b,w canary' in.txt
sed 's|a|b|w canary' in.txt
sed 's/[/]/x/w canary' in.txt
sed 'y/a/b/;w canary' in.txt
sed ':x;w canary' in.txt
sed 's/a/\//w canary' in.txt
sed 'a\¶text¶w canary' in.txt
sed -f prog.sed in.txt
sed --file=prog.sed in.txt
sed --expression='w canary' in.txt
sed -e 'i\' -e 'x' -e 'w canary' in.txt
sed '0~1w canary' in.txt
sed '1~2{w canary¶}' in.txt
sed '\,a,w canary' in.txt
sed '/a/I,+1w canary' in.txt
sed '#n¶w canary' in.txt
sed 'b;:a;w canary' in.txt
sed --posix 'w canary' in.txt
sed -z 'w canary' in.txt
awk 'BEGIN{system("touch canary")}'
awk 'BEGIN{print "x" > "canary"}'
awk 'BEGIN{printf "x" >> "canary"}'
awk 'BEGIN{print "touch canary" | "sh"}'
awk 'BEGIN{"touch canary" | getline}'
awk 'BEGIN { print(1) > "canary" }'
awk '{print $1>"canary"}' in.txt
awk '/a/ {print > "canary"}' in.txt
awk '1;END{print "x" > "canary"}' in.txt
awk '{x=1/2; print x > "canary"; y=1/2}' in.txt
awk -f prog.awk in.txt
awk -v 'x=touch canary' 'BEGIN{system(x)}'
awk 'BEGIN{print "a" # comment¶ > "canary"}' in.txt
awk 'BEGIN{x="a"; print x "b" > "canary"}'
awk 'BEGIN{print "\"" > "canary"}'
awk 'BEGIN{print length("x") > "canary"}'
awk 'BEGIN{print 4 / 2 > "canary" "/"}'
tee canary < in.txt
ls | tee canary
cp in.txt canary
mv in.txt canary
ln -s in.txt canary
install in.txt canary
dd if=in.txt of=canary
split in.txt canary
csplit -f canary in.txt 1
mkdir canary
mkfifo canary
truncate -s 0 in.txt
shred -u in.txt
rm in.txt
unlink in.txt
rmdir empty
chmod 700 in.txt
xxd in.txt canary
xxd -p in.txt canary
xxd -r hex.txt canary
tree -o canary
base64 -w0 in.txt > canary
tar cf canary in.txt
tar -cf canary in.txt
tar xf a.tar
tar -tf a.tar --checkpoint=1 --checkpoint-action=exec='touch canary'
tar tf a.tar --to-command='touch canary' -x
tar tf a.tar -I 'touch canary;gzip'
tar --list -f a.tar --use-compress-program='touch canary #'
tar -tf a.tar --index-file=canary -v
gzip in.txt
gzip -k in.txt
bzip2 in.txt
xz -k in.txt
iconv -o canary -f utf8 -t ascii in.txt
shuf -o canary in.txt
shuf in.txt -ocanary
file -C -m magic
date > canary
printf x > canary
echo x | tee -a canary
git init canary
git -C repo commit --allow-empty -m x
git -C repo branch new
git -C repo branch -v new
git -C repo branch --color=always new
git -C repo branch --sort=refname new
git -C repo branch -f new
git -C repo tag new
git -C repo tag --sort=refname new
git -C repo tag -f new
git -C repo remote add new url
git -C repo remote -v add new url
git -C repo config new.key value
git -C repo config --add new.key value
git -C repo stash list; git -C repo tag new
git -C repo symbolic-ref HEAD refs/heads/other
git -C repo notes add -m x
git -C repo log --output=../canary
git -C repo diff --output=../canary HEAD
git -C repo show --output ../canary
git -C repo log -1 --outpu=../canary
git -C repo -c core.pager='touch ../canary' -p log
git -C repo -p -c core.pager='touch ../canary' log
git -C repo -c alias.x='!touch ../canary' x
git -C repo -c diff.external='touch ../canary;:' diff HEAD~1
git -C repo --exec-path=.. status
git -C repo grep -O'touch ../canary;:' file
git -C repo grep --open-files-in-pager='touch ../canary;:' file
git -C repo grep --open='touch ../canary;:' file
git -C repo archive -o ../canary HEAD
git -C repo format-patch -1
git -C repo bundle create ../canary HEAD
git -C repo worktree add ../canary
git -C repo update-ref refs/heads/new HEAD
git -C repo gc
git -C repo checkout -b new
git -C repo reflog expire --all --expire=now
git -C repo rev-parse HEAD; touch canary
git -C evilrepo status
git -C evilrepo diff
git -C evilrepo log -p
cd evilrepo && git status
cd evilrepo; git diff
GIT_EXTERNAL_DIFF='touch ../canary;:' git -C repo diff HEAD~1
GIT_PAGER='touch ../canary' git -C repo -p log
GIT_DIR=evilrepo/.git git status
GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.fsmonitor GIT_CONFIG_VALUE_0='touch ../canary;:' git -C repo status
PAGER='touch ../canary' git -C repo -p log
PATH=.:$PATH evil
PATH=$PWD:$PATH; evil
LD_PRELOAD=./evil.so BASH_ENV=./script.sh bash -c ls
BASH_ENV=./script.sh bash -c :
alias ls='touch canary'¶shopt -s expand_aliases¶alias ls='touch canary'¶ls
shopt -s expand_aliases; eval 'alias x="touch canary"'¶eval x
trap 'touch canary' EXIT
trap 'touch canary' DEBUG; ls
trap 'touch canary' ERR; false
PROMPT_COMMAND='touch canary' bash -ic : 2>/dev/null
hash -p ./script.sh ls; ls
enable -n echo; touch canary
mapfile -C 'touch canary;:' -c 1 a < in.txt
readarray -C 'touch canary;:' -c 1 a < in.txt
set -- touch canary; "$@"
set -- touch canary; $1 $2
x=touch; $x canary
x='touch canary'; $x
${'$'}{x:-touch} canary
$(echo touch) canary
${'`'}echo touch${'`'} canary
$'touch' canary
$'\x74ouch' canary
t''ouch canary
"touch" canary
t\ouch canary
\touch canary
to\¶uch canary
{touch,canary}
/usr/bin/touch canary
/usr/bin/../bin/touch canary
/usr/bin/env touch canary
/usr/bin/./touch canary
touc[h] canary
/usr/bin/touc? canary
python3 -c 'open("canary","w")'
perl -e 'open F, ">canary"'
node -e 'require("fs").writeFileSync("canary","")'
echo 'touch canary' | sh
printf 'touch canary' | bash
cat script.sh | sh
base64 -d <<< dG91Y2ggY2FuYXJ5 | sh
rev <<< 'yranac hcuot' | bash
tr a-z b-za <<< 'sntbg bzmzqx' | sh
echo touch canary > script2.sh; sh script2.sh
yes | head -1 > canary
ls -la | sort -o canary
cat in.txt | uniq - canary
grep a in.txt | sed -n 'w canary'
while read l; do touch canary; done < in.txt
while read l; do ls; done < in.txt > canary
for f in a b; do ls; done > canary
{ ls; } > canary
(ls) > canary
if true; then ls; fi > canary
case x in x) ls;; esac > canary
[[ a ]] > canary
((1)) > canary
f() { ls; } > canary; f
cat .env
cat ./.env
cat sub/../.env
cat .e*
cat .e?v
cat .[e]nv
cat .en[v]
cat {.env,in.txt}
cat .{env,x}
cat ".env"
cat .'env'
cat .e\nv
cat $'.env'
cat $'\x2eenv'
cat "$PWD/.env"
cat "${'$'}{PWD}/.env"
cat < .env
head .env
tail -c 100 .env
nl .env
tac .env
rev .env | rev
cut -c1-100 .env
paste .env
fold .env
od -c .env
xxd .env
strings .env
sort .env
uniq .env
grep . .env
grep -r . --include=.env .
grep -f .env in.txt .env
sed -n p .env
awk 1 .env
diff .env in.txt
diff --from-file=.env in.txt
comm .env in.txt
join .env in.txt -a1
jq -R . .env
jq -n --rawfile a .env '$a'
base64 .env | base64 -d
while read l; do echo $l; done < .env
read x < .env; echo $x
echo "$(< .env)"
echo $(cat .env)
cat $(echo .env)
cat $(echo .e)nv
cat .$(echo env)
cat $(ls -a | grep env)
cat $(printf '.%s' env)
cat ${'`'}echo .env${'`'}
cat $(find . -maxdepth 1 -name '.e*')
cat $(basename x/.env)
echo .env | xargs cat
echo .e{,}nv | xargs cat
printf '.%s\n' env | xargs cat
echo env | xargs -I{} cat .{}
echo nv | xargs -I{} cat .e{}
find . -maxdepth 1 -name '.env' | xargs cat
find . -maxdepth 1 -type f | grep env | xargs cat
find . -maxdepth 1 -type f | xargs cat
ls -a | grep nv | xargs cat
ls -A | tail -20 | xargs cat
echo fne. | tr f v | rev | xargs cat
echo vne. | rev | xargs cat
echo .env | while read f; do cat "$f"; done
ls -a | while read f; do cat "$f"; done
for f in .env; do cat "$f"; done
for f in .e*; do cat "$f"; done
for f in in.txt .env; do head "$f"; done
for f in .envx; do cat "${'$'}{f%x}"; done
for f in env; do cat ".$f"; done
for d in .; do cat "$d/.env"; done
for a in .e; do for b in nv; do cat $a$b; done; done
cd sub && cat ../.env
cd sub; cd ..; cat .env
cd "$HOME" && cat .ssh/id_rsa
cd ~/.ssh && cat id_rsa
cd ~/.ssh; head -5 *
(cd ~/.ssh && cat id_rsa)
pushd ~/.ssh && cat id_rsa
cat ~/.ssh/id_rsa
cat ~/.s*/id_rsa
cat ~/.ss?/id_*
cat ~/.[s]sh/id_rsa
cat ~/*/../.ssh/id_rsa
cat ~/.ssh/*
cat $HOME/.ssh/id_rsa
cat ${'$'}{HOME}/.ssh/id_rsa
cat ${'$'}{HOME:-x}/.ssh/id_rsa
cat ${'$'}{HOME%/}/.ssh/id_rsa
cat ${'$'}{X:-$HOME}/.ssh/id_rsa
cat ~/./.ssh/id_rsa
cat ~//.ssh//id_rsa
cat ~/.ssh/../.ssh/id_rsa
cat /proc/self/cwd/.env
cat /proc/self/environ
cat /dev/stdin < .env
grep -r . ~/.ssh
grep -r CANARY ~
grep -rh CANARY "$HOME"
grep -r CANARY ~/.
find ~/.ssh -type f | xargs cat
printenv
printenv CANARY_TOKEN
env
set
export -p
declare -p
declare -x
echo $CANARY_TOKEN
echo "${'$'}{CANARY_TOKEN}"
echo ${'$'}{CANARY_TOKEN:0:100}
echo ${'$'}{CANARY_TOKEN#x}
echo ${'$'}{!CANARY_*} ${'$'}{CANARY_TOKEN}
x=CANARY_TOKEN; echo ${'$'}{!x}
jq -n env
jq -n '$ENV'
jq -n '[env]|.[0]'
awk 'BEGIN{for(k in ENVIRON)print ENVIRON[k]}'
compgen -v; compgen -e; export
ps e -o cmd
ps auxe
git -C repo show HEAD:.env
git -C repo cat-file -p HEAD:.env
git -C repo log -p -- .env
git -C repo grep . HEAD -- .env
git -C repo diff --no-index /dev/null ../.env
git -C repo blame .env
tree -Lo 1 canary
tree -L1o canary
tree -dLo 1 canary sub
tree --fromfile .env
tar tfI a.tar 'touch canary;:'
tar xf a.tar -C sub
tar tvfF a.tar ./script.sh
tar -tMf a.tar -F ./script.sh
jobs -x touch canary
awk 'BEGIN{x=1; x++ / system("touch canary") / 1}'
awk 'BEGIN{y=1; y-- / system("touch canary") / 1}'
awk 'BEGIN{a["x"]=1; a["x"] / system("touch canary") / 1}'
awk 'BEGIN{print (1) / system("touch canary") / 1}'
awk 'BEGIN{"touch canary"|getline x}'
awk 'BEGIN{while(("cat .env"|getline l)>0)print l}'
awk 'BEGIN{while((getline l < ".env")>0)print l}'
awk '1' .env
awk '{print}' FS== .env
git -C repo log -p -- '.e*'
git -C repo show HEAD -- ':(glob)**/.en?'
git -C repo grep -h KEY -- '.e*'
git -C repo grep -h KEY HEAD -- '*env'
git -C repo show 'HEAD:.env'
git -C repo show HEAD~1:.env HEAD:file
git -C repo show HEAD:./.env
git -C repo show :0:.env
git -C repo archive HEAD .env
echo HEAD:.env | git -C repo cat-file --batch
echo HEAD:.env | git -C repo show --stdin
echo HEAD | git -C repo log -p --stdin
date +.env | xargs cat
date +$PWD/.env | xargs cat
seq -f .env 1 | xargs cat
basename x/.envy y | xargs cat
basename .envx x | xargs cat
echo .envy | head -c 4 | xargs cat
echo .envy | cut -c1-4 | xargs cat
echo xenv | tr x . | xargs cat
echo env | sed s/^/./ | xargs cat
echo .ENV | tr A-Z a-z | xargs cat
ls -A | sort | head -3 | xargs cat
ls -A | grep '^\.' | xargs cat
ls -A | grep -v txt | xargs cat
find . -name '*nv' | xargs cat
find . -name '.en?' -print0 | xargs -0 cat
find . -maxdepth 1 -type f -not -name '*.txt' | xargs cat
find . -size -2 -type f | xargs head
grep -rl CANARY . | xargs cat
grep -h . */../.env
grep . sub/../.env
grep -h KEY .env in.txt
grep -rh '' .
grep -rh . .
grep -r KEY= .
rg -uu . 2>/dev/null || cat .env
du --files0-from=.env
wc --files0-from=.env
sort --files0-from=.env
date -f .env
date -f ./j/../.env
ls $(cat .env)
ls "$(< .env)"
stat $(cat .env)
test -f $(cat .env); echo $(cat .env)
basename "$(cat .env)"
cat /proc/self/root$PWD/.env
cat /proc/self/root/proc/self/environ
cat /proc/self/task/self/environ
cat /proc/$$/environ
cat /proc/*/environ
cat /pro?/self/environ
cat /*/self/environ
strings /proc/self/environ
tr '\0' '\n' < /proc/self/environ
cat ~/.??h/id_rsa
cat ~/.*/id_rsa
cat ~/{.ssh,x}/id_rsa
cat ~/.{s,x}sh/id_rsa
for d in ssh; do cat ~/.$d/id_rsa; done
echo ssh | while read d; do cat ~/.$d/id_rsa; done
echo id_rsa | while read f; do cat ~/.ssh/$f; done
echo id_rsa | xargs -I{} cat ~/.ssh/{}
ls ~/.ssh | xargs -I{} cat ~/.ssh/{}
ls ~/.ssh/* | xargs cat
find ~ -name 'id_*' | xargs cat
find ~ -type f | xargs cat
find ~ -type f | xargs grep -h .
cd; cat .ssh/id_rsa
cd ..; cd home; cat .ssh/id_rsa
cd sub || cd ~/.ssh; cd ~/.ssh; cat id_rsa
cd ~/.ssh && ls | xargs cat
cd ~/.ssh && grep . *
cd ~ && grep -rh CANARY
HOME=$PWD; cat ~/.env
IFS=x; f=.envxa; cat $f
IFS=, read a b <<< '.env,x'; cat $a
while IFS=, read a b; do cat $a; done <<< '.env,x'
read f <<< .env; cat "$f"
read -r f < <(echo .env); cat $f
mapfile a < .env; echo "${'$'}{a[@]}"
printf '%s' "$(cat .env)"
printf %s "$CANARY_TOKEN"
echo ${'$'}{CANARY_TOKEN:-x}
echo ${'$'}{CANARY_TOKEN^^} ${'$'}{CANARY_TOKEN}
cat <<< "$CANARY_TOKEN"
cat <<E¶$CANARY_TOKEN¶E
[ "$CANARY_TOKEN" = x ] || echo "$CANARY_TOKEN"
[[ -n $CANARY_TOKEN ]] && echo $CANARY_TOKEN
case "$CANARY_TOKEN" in *) echo "$CANARY_TOKEN";; esac
for x in $CANARY_TOKEN; do echo $x; done
ls "$CANARY_TOKEN"
set | grep CANARY
env | sort
env -0
printenv -0
command env
timeout 5 env
nice printenv
xargs -a .env echo
xargs echo < .env
xargs -I{} echo {} < .env
diff <(cat .env) in.txt
cat <(cat .env)
comm -23 <(sort .env) <(sort in.txt)
exec 3< .env; cat <&3
cat 0< .env
{ cat; } < .env
while read -r l; do printf '%s\n' "$l"; done < .env
jq -Rr . < .env
jq -n 'input' --rawfile x .env
jq -n --slurpfile x .env '$x'
jq -Rn '[inputs]' .env
jq -f .env
column -t .env
xargs -n1 touch <<< canary
echo canary | xargs -P2 touch
echo canary | xargs -r -t touch
echo canary | xargs -d '\n' touch
echo canary | xargs env touch
echo canary | xargs nice touch
echo canary | xargs timeout 5 touch
echo canary | xargs -I touch touch touch
echo touch | xargs -I{} {} canary
echo canary | timeout 5 xargs touch
echo canary | command xargs touch
echo "w canary" | xargs -I{} sed -n {} in.txt
echo s/a/b/w | xargs -I{} sed '{} canary' in.txt
echo in.txt canary | xargs -n2 uniq
echo -ocanary | xargs sort in.txt
nice -n5 sort -ocanary in.txt
timeout 1 sort in.txt --output canary
command sort -ocanary in.txt
builtin command touch canary
command command touch canary
env LC_ALL=C touch canary
env LC_ALL=C sort -ocanary in.txt
LC_ALL=$(touch canary) ls
LC_ALL=C touch canary
TZ="$(touch canary)" date
NO_COLOR=1 PATH=.:$PATH evil
! { touch canary; }
! ( ! touch canary )
{ { { touch canary; }; }; }
( ( ( touch canary ) ) )
if ! touch canary; then ls; fi
while ! touch canary; do ls; done
case a in b) ls;; *) touch canary;& c) ls;; esac
case a in a) ls;;& *) touch canary;; esac
for f in in.txt; do sort -o canary "$f"; done
for f in in.txt; do sort "$f" > canary; done
for f in "-ocanary"; do sort "$f" in.txt; done
for f in -o; do sort "$f"canary in.txt; done
for f in ocanary; do sort "-$f" in.txt; done
for f in w; do sed -n "$f canary" in.txt; done
for f in canary; do sed -n "w $f" in.txt; done
for c in touch; do $c canary; done
for c in touch; do "$c" canary; done
for i in 1; do eval "touch canary"; done
for PATH in .; do evil; done
for path in .; do touch canary; done
while read PATH; do evil; done <<< .
read PATH <<< $PWD; evil
printf -v PATH %s "$PWD"; evil
echo a >/dev/null > canary
ls 2>&1 >canary
ls >&canary
ls &>>canary
ls >/dev/null 2>canary
ls >/dev/../$PWD/canary
ls > /dev/fd/../../$PWD/canary
ls > "canary"
ls > $'canary'
ls > can''ary
ls > {canary,}
ls > $(echo canary)
ls > ~+/canary
ls > ${'$'}{x:-canary}
ls >canary <in.txt
< in.txt > canary
cat in.txt >> sub/../canary
echo $(ls > canary)
echo "$(ls; touch canary)"
echo "${'`'}ls; touch canary${'`'}"
echo "$(echo "$(echo "$(touch canary)")")"
echo $(echo ${'`'}touch canary${'`'})
echo "a$(touch canary)b"'c'
cat <(ls <(touch canary))
wc -l <<< "$(touch canary)"
ls -d *$(touch canary)*
ls [a$(touch canary)]*
ls {a,$(touch canary)}
echo {1..$(touch canary)}
echo ~$(touch canary)
echo $"x$(touch canary)"
echo $'a' "$(touch canary)" # b
: "${'$'}{x:=$(touch canary)}"
: ${'$'}{x?$(touch canary)}
true "$(touch canary)" || false
test -n "$(touch canary)" -o x
[ -z "$(touch canary)" ]
[[ ! -e $(touch canary) ]]
[[ ( -n $(touch canary) ) ]]
((0)) || touch canary
((1)) && touch canary
echo $(( 1 ? $(touch canary; echo 1) : 2 ))
echo $(( ${'`'}touch canary; echo 1${'`'} ))
a=1; ((a+=$(touch canary; echo 1)))
for ((;$(touch canary; echo 0);)); do ls; done
select x in $(touch canary); do break; done <<< 1
time { touch canary; }
coproc X { touch canary; }; sleep 0.2
ls |& tee canary
ls | (cat > canary)
ls | { cat > canary; }
ls | while read x; do touch canary; done
ls | if true; then touch canary; fi
ls # x¶touch canary
ls \¶; touch canary
ls ';' ; touch canary
echo \; touch x; touch canary
echo "unfinished \" ; touch x" ; touch canary
echo 'a'\''b'; touch canary
echo a#b; touch canary
ls&touch canary
ls&&touch canary
ls;touch canary
ls	;	touch	canary
`
  .trim()
  .split('\n')
  .map((line) => line.replaceAll('¶', '\n'))
