/** More attacks, in the form of attacks.ts: awk, sed, packers, ps, diff and git. */
export const ATTACKS_ON_TOOLS = String.raw`
awk 'BEGIN{/a/ / system("touch canary") / 1}'
awk 'BEGIN{x = !/a/ / system("touch canary") / 1}'
awk '/a/ / system("touch canary") / 1' in.txt
awk 'BEGIN{print /x/ / system("touch canary") /1}'
awk '{ $1 /= system("touch canary") }' in.txt
awk 'BEGIN{a=1; a /= system("touch canary") ; b /= 1}'
awk 'BEGIN { "touch canary" | getline x }'
awk 'BEGIN{print "x" > ("can" "ary")}'
awk 'BEGIN{print("x")>"canary"}'
awk 'BEGIN{print 1,2 > "canary"}'
awk 'BEGIN{if(1)print 1 > "canary"}'
awk 'BEGIN{if(1){}print 1 > "canary"}'
awk 'BEGIN{for(;;){print 1 > "canary";exit}}'
awk 'BEGIN{do print 1 > "canary"; while(0)}'
awk 'BEGIN{printf("%s\n",1) > "canary"}'
awk 'BEGIN{print -1 > "canary"}'
awk 'BEGIN{print a[1] > "canary"}'
awk 'BEGIN{print a["x;"] > "canary"}'
awk 'BEGIN{print (1;2)}{print > "canary"}' in.txt
awk 'BEGIN{print 1 # ; }¶ > "canary"}'
awk '{print \¶ $0 > "canary"}' in.txt
awk '{print $0 \¶ > "canary"}' in.txt
awk '{ print $0,¶ $1 > "canary" }' in.txt
awk '{ if ($1) print $0; else print > "canary" }' in.txt
awk 'END{print NR > "canary"}' in.txt
awk -F: -v OFS=, 'BEGIN{print 1 > "canary"}'
awk -vx=1 'BEGIN{print 1 > "canary"}'
awk -- 'BEGIN{print 1 > "canary"}'
awk -F 'x' -f prog.awk
awk -F"$(touch canary)" 1 in.txt
awk "BEGIN{print 1 > \"canary\"}"
awk $'BEGIN{print 1 > "canary"}'
awk BEGIN\{print\ 1\>\"canary\"\}
awk 'BEGIN{printf "touch canary\n" | "sh"}'
awk 'BEGIN{print "touch canary" |"cat|sh"}'
awk 'BEGIN{cmd="touch canary";cmd|getline}'
awk 'BEGIN{while((getline x < ".env")>0)print x}'
awk 'BEGIN{getline < ".env"; print}'
awk 'BEGIN{getline x < "/proc/self/environ"; print x}' < /dev/null
awk 'BEGIN{print ENVIRON["CANARY_TOKEN"]}'
awk '{print ENVIRON["CANARY" "_TOKEN"]}' in.txt
awk 'BEGIN{ARGV[1]=".env"} {print}' in.txt
awk 'BEGIN{ARGV[ARGC++]=".env"} {print}'
awk '1' ./sub/../.env
awk '1' ./.e[n]v
mawk 'BEGIN{system("touch canary")}'
mawk -W exec prog.awk
mawk -We prog.awk
nawk 'BEGIN{system("touch canary")}'
nawk '{print > "canary"}' in.txt
sed -n 'p;w canary' in.txt
sed '$!N;w canary' in.txt
sed '1,/x/w canary' in.txt
sed '/[]]/w canary' in.txt
sed '/[^]/]/w canary' in.txt
sed 's/[]\/]//w canary' in.txt
sed 's/a/[/;w canary' in.txt
sed 's/\[/x/w canary' in.txt
sed 's/x\n/y/;w canary' in.txt
sed 's+a+b+w canary' in.txt
sed 's_a_b_w canary' in.txt
sed 'sxaxbxw canary' in.txt
sed 's a b w canary' in.txt
sed 's%a%touch canary%e' in.txt
sed -n 's/a/touch canary/pe' in.txt
sed 's/a/touch canary/ep' in.txt
sed 's/^a$/touch canary/;t;e' in.txt
sed '1e\touch canary' in.txt
sed '1{e touch canary¶}' in.txt
sed '2!{1e touch canary¶}' in.txt
sed --expression='1e touch canary' in.txt
sed --expression '1e touch canary' in.txt
sed -e '1{' -e 'w canary' -e '}' in.txt
sed -e 'a\' -e 'foo' -e 'w canary' in.txt
sed -e 'a foo' -e 'w canary' in.txt
sed 'a\¶foo\¶bar¶w canary' in.txt
sed '1i\  foo¶w canary' in.txt
sed 'y/ab/cd/w canary;w canary' in.txt
sed 'y/a\/b/c\/d/;w canary' in.txt
sed '#x¶w canary' in.txt
sed 'p # x¶w canary' in.txt
sed 'b x;:x¶w canary' in.txt
sed 'bx;w y¶:x;w canary' in.txt
sed ':a;N;$!ba;w canary' in.txt
sed 'l 5;w canary' in.txt
sed 'q5;w canary' in.txt; sed 'w canary' in.txt
sed '1~2w canary' in.txt
sed '1,+2w canary' in.txt
sed '1,~2w canary' in.txt
sed '0,/a/w canary' in.txt
sed '/a/I,/b/Iw canary' in.txt
sed '\xaxw canary' in.txt
sed '\,a,Iw canary' in.txt
sed 'F;w canary' in.txt
sed 'z;w canary' in.txt
sed 'W canary' in.txt
sed 'R .env' in.txt
sed '$r .env' in.txt
sed 'r /dev/stdin' in.txt < .env
sed -s -n 'w canary' in.txt
sed -l 5 'w canary' in.txt
sed -zn 'w canary' in.txt
sed -n -- 'w canary' in.txt
sed -nf prog.sed in.txt
sed -n --file prog.sed in.txt
sed -E -n -f prog.sed in.txt
sed -i p in.txt
sed -n -i.b p in.txt
sed -ie p in.txt
sed -zi p in.txt
sed -ri s/a/b/ in.txt
sed --in-place=.x p in.txt
sed --in-place -e p in.txt
sed -c -i p in.txt
sed --follow-symlinks -i p in.txt
sed p in.txt -i
sed p -- in.txt -i; sed -i p in.txt
sed "s/a/b/w canary" in.txt
sed $'1w canary' in.txt
sed $'p\nw canary' in.txt
sed -e"w canary" in.txt
sed -ne"w canary" in.txt
for s in 'w canary'; do sed "$s" in.txt; done
for s in p 'w canary'; do sed -e "$s" in.txt; done
sed "$(echo 'w canary')" in.txt
sed {-n,'w canary',in.txt}
sed -n {'w canary',in.txt}
xz -l -d z.txt.xz
xz -ld z.txt.xz
xz -t --decompress z.txt.xz
xz -td z.txt.xz
xz --test -dk z.txt.xz
bzip2 -td z.txt.bz2
bzip2 -t -d -k z.txt.bz2
zstd -ld z.txt.zst
zstd -l -d z.txt.zst
zstd -td z.txt.zst
zstd -l z.txt.zst -d
lz4 -l in.txt
lz4 -tz in.txt
lz4 -ld z.txt.lz4
lz4 -c in.txt canary
lz4 -t z.txt.lz4 canary
gzip -ld z.txt.gz; xz -k in.txt
gunzip z.txt.gz
gunzip -k z.txt.gz
gzip -dk z.txt.gz
gzip -S .canary in.txt
gzip -c in.txt -o canary; gzip -k in.txt
unxz z.txt.xz
unzstd z.txt.zst
zstd in.txt
zstd -q in.txt
zstd -c in.txt -o canary
zstd -dc z.txt.zst -o canary
zstdcat -o canary z.txt.zst
zstdcat z.txt.zst -o canary
zstdcat --rm z.txt.zst -o canary
zstdcat -z in.txt -o canary
zstdcat --output-dir-flat canary z.txt.zst
zstdcat -ocanary z.txt.zst
echo '-o canary z.txt.zst' | xargs zstdcat
zcat .env
zcat -f .env
zcat -f < .env
xzcat -f .env
bzcat -f .env; cat .env
zstdcat -f .env
xzcat --files=.env
xzcat --files .env
xz -l --files=.env
zgrep -h . .env
zgrep . < .env
zgrep -f .env in.txt; cat .env
unzip -p a.zip .env
unzip a.zip
unzip -o a.zip -d sub
unzip -l a.zip -d sub; unzip -oq a.zip
tar -xzf a.tgz
tar xzOf a.tgz --to-command 'touch canary'
tar tzf a.tgz --use-compress-program='sh -c "touch canary;cat"'
tar -tf a.tar --checkpoint=1 --checkpoint-action 'exec=touch canary'
tar -tf a.tar --info-script=./script.sh -M
tar -tf a.tar -F./script.sh -M
tar -tf a.tar --new-volume-script=./script.sh
tar -tf a.tar --rsh-command=./script.sh
tar -tf h:a.tar --rsh-command=./script.sh
tar -t -f a.tar --rmt-command=./script.sh
tar -tf a.tar -T .env
tar -tf a.tar --files-from=.env
tar -tf a.tar -X .env; cat .env
tar -t -I./script.sh -f a.tar
tar -tI ./script.sh -f a.tar
tar -tIf ./script.sh a.tar
tar --get -f a.tar -C sub
tar -tvf a.tar --extract -C sub
tar --delete -f a.tar in.txt
tar -A -f a.tar a.tar
tar -df a.tar; tar -uf a.tar in.txt
tar -tf a.tar --add-file=x -r in.txt
tar tf a.tar --one-top-level=canary -x
tar cO .env
tar -c .env -f -
tar cf - . | tar xOf - ./.env
ps axe1
ps -e -t
ps -e -k
ps -ax -e
ps -aux -e
ps -axe
ps -e -p
ps -e -xu
ps e1
ps xe1
ps -oargs e
ps -ocmd,args e
ps -o args -ww e
ps -oargs -oargs e
ps -eo args -oargs e
ps e -oargs
ps eo args
ps axeo args
ps axo args e
ps -eo pid,args,environ
ps -A -oargs e
ps --format=args e
ps -p 1 -oargs e
ps -uroot -oargs e
ps "e"
ps 'ww'e
ps e$EMPTY
ps auxwwe
ps -e e
diff -rN empty .
diff -rN . empty
diff -Nr empty .
diff -r -N empty .
diff --recursive --new-file empty .
diff -urN empty .
diff -N empty .
diff --new-file . empty
diff --unidirectional-new-file empty .
diff -r repo .
diff repo .
diff repo/ ./
diff -r --exclude=x empty . -N
diff -y -rN empty .
diff in.txt .
diff . repo/.env
diff - .env < in.txt
diff --to-file=.env in.txt
diff --from-file .env in.txt
diff -D X .env in.txt
diff --line-format=%L .env in.txt
diff --unchanged-line-format=%L .env .env
git diff --no-index empty .
git diff --no-index -- empty .
git diff --no-index empty .env
git diff empty .
git diff in.txt .env
git diff --no-index ../work/empty ../work
cd sub; git diff --no-index gone ../.env
git -C repo diff --no-index sub ..
git var -l
git -C repo var -l
git -C repo grep --no-index -h = ..
git grep --no-index -h = .
git grep --no-index -h KEY
git grep --no-index --no-exclude-standard -h . .
git -C repo grep -h .
git -C repo grep -h '' HEAD
git -C repo grep -h -e KEY=
git -C repo grep -f ../.env; cat .env
git -C repo log -p --all -S KEY= -- .env
git -C repo blame --contents .env file; git -C repo blame .env
git -C repo blame --contents=../.env file
git -C repo blame -s --contents ../.env file
git -C repo log -O.env -p -- .env
git -C repo log --format=%H -1 --output=../canary
git -C repo log -1 --output ../canary
git -C repo log --no-pager --output=../canary
git -C repo shortlog --output=../canary HEAD
git -C repo shortlog -sn HEAD --output=../canary
git -C repo rev-list --output=../canary HEAD; git -C repo log --output=../canary
git -C repo diff-tree -p HEAD~1 HEAD --output=../canary
git -C repo diff-index -p HEAD~1 --output=../canary
git -C repo diff-files -p --output=../canary
git -C repo whatchanged --output=../canary
git -C repo range-diff --output=../canary HEAD~1..HEAD HEAD~1..HEAD
git -C repo stash show -p --output=../canary; git -C repo log --output=../canary
git -C repo reflog --output=../canary
git -C repo reflog show --output=../canary
git -C repo reflog delete HEAD@{0}
git -C repo show --output=../canary HEAD
git -C repo show HEAD --outpu ../canary
git -C repo format-patch HEAD~1
git -C repo format-patch -o .. HEAD~1
git -C repo bundle create ../canary --all
git -C repo fast-export --all --export-marks=../canary
git -C repo archive --output=../canary HEAD
git -C repo archive --remote=. HEAD | cat; git -C repo archive -o ../canary.tar HEAD
git -C repo ls-remote --upload-pack='touch ../canary;' .
git -C repo ls-remote ext::'sh -c touch% ../canary'
git -C repo fetch --upload-pack='touch ../canary;' . main
git -C repo fetch ext::"touch ../canary"
git -C repo clone --upload-pack='touch canary;' . x
git clone -q repo canary
git clone -q --template=x repo canary
git -C repo submodule add ../evilrepo canary
git -C repo submodule foreach 'touch ../canary'; touch canary
git -C repo submodule deinit --all; git -C repo tag canary
git -C repo difftool -y -x 'touch ../canary;:' HEAD~1
git -C repo difftool --extcmd='touch ../canary;:' -y HEAD~1
git -C repo mergetool; git -C repo tag canary
git -C repo bisect start HEAD HEAD~1 && git -C repo bisect run touch ../canary
git -C repo rebase -x 'touch ../canary' HEAD~1
git -C repo rebase --exec 'touch ../canary' HEAD~1
git -C repo filter-branch --tree-filter 'touch ../../../canary' HEAD; git -C repo tag canary
git -C repo config --edit; git -C repo config a.b canary
git -C repo -c core.editor='touch ../canary;:' config --edit
git -C repo -c core.editor='touch ../canary;:' commit --amend
GIT_EDITOR='touch ../canary;:' git -C repo commit --amend
git -C repo -c sequence.editor='touch ../canary;:' rebase -i HEAD~1
git -C repo -c core.hooksPath=.. commit --allow-empty -m x
git -C repo -c core.sshCommand='touch ../canary;:' fetch ssh://x/y
GIT_SSH_COMMAND='touch canary;:' git ls-remote ssh://x/y
git -C repo -c protocol.ext.allow=always ls-remote 'ext::touch ../canary'
git -C repo -c credential.helper='!touch ../canary;:' credential fill < in.txt; git -C repo tag canary
git -C repo -c gpg.program=../script.sh log --show-signature; git -C repo tag canary
git -C repo -c diff.x.textconv='touch ../canary;cat' log -p
git -C repo -c pager.log='touch ../canary;cat' -p log
git -C repo --paginate -c core.pager='touch ../canary;cat' log
git -C repo -c core.fsmonitor='touch ../canary;:' ls-files -m
git -C repo --exec-path=.. log; git -C repo tag canary
git --git-dir evilrepo/.git --work-tree evilrepo diff
git -C . -C evilrepo status
git -C repo -C ../evilrepo status
git -C evil'repo' status
git -C "evil""repo" log -p
git -C evilrepo show HEAD
git -C evilrepo ls-files -m
git -C evilrepo describe --dirty
git -C evilrepo stash show
git -C evilrepo grep --textconv one; git -C evilrepo status
(cd evilrepo; git describe --dirty)
cd ./evil{repo,x} 2>/dev/null; cd evilrepo; git status
for r in evilrepo; do git -C $r status; done
for r in repo evilrepo; do (cd "$r" && git diff); done
cd evil*; git status
cd evil?epo && git status
d=evilrepo; git -C $d status
git -C "$(echo evilrepo)" status
git -C $(ls -d evil*) status
ls -d evil* | xargs -I{} git -C {} status
ls -d evil* | while read r; do git -C "$r" status; done
find . -name evilrepo | xargs -I{} git -C {} diff
git -C repo cat-file --batch < hex.txt; git -C repo tag canary
git -C repo cat-file --filters HEAD:.env
git -C repo cat-file blob HEAD:.env
git -C repo cat-file -p $(git -C repo rev-parse HEAD:.env)
git -C repo ls-files -s .env | cut -d' ' -f2 | xargs git -C repo cat-file -p
git -C repo show HEAD^{tree}:.env
git -C repo show HEAD:./.e'nv'
git -C repo show "HEAD:.en""v"
git -C repo show HEAD:{file,.env}
for f in .env; do git -C repo show HEAD:$f; done
for f in env; do git -C repo show HEAD:.$f; done
git -C repo log -p -- '*.env'
git -C repo log -p -- :/.env
git -C repo log -p -- ':(top).env'
git -C repo diff HEAD~1 HEAD -- .env; git -C repo show HEAD:.env
git -C repo diff 4b825dc642cb6eb9a060e54bf8d69288fbee4904 -- .env
git -C repo diff 4b825dc642cb6eb9a060e54bf8d69288fbee4904 HEAD -- '.e*'
git -C repo checkout HEAD~1 -- file
git -C repo restore --source=HEAD~1 file
git -C repo reset --soft HEAD~1
git -C repo switch -c canary
git -C repo branch -c canary
git -C repo branch -C main canary
git -C repo branch --copy canary
git -C repo branch --no-color canary
git -C repo branch --column=always canary
git -C repo branch --create-reflog canary
git -C repo branch --abbrev=7 canary
git -C repo branch -i canary
git -C repo branch -q canary
git -C repo branch -- canary
git -C repo branch --format='%(refname)' canary; git -C repo branch canary
git -C repo branch --omit-empty canary
git -C repo branch --set-upstream-to=main
git -C repo branch --edit-description; git -C repo branch canary
git -C repo tag -- canary
git -C repo tag -i canary
git -C repo tag --color canary
git -C repo tag --no-column canary
git -C repo tag --omit-empty canary
git -C repo tag -m x canary
git -C repo tag -F .env canary
git -C repo remote rename a b; git -C repo remote add canary x
git -C repo remote update; git -C repo remote add canary x
git -C repo remote set-url --add origin x; git -C repo remote add canary x
git -C repo remote -v set-head x -a; git -C repo tag canary
git -C repo stash push; git -C repo tag canary
git -C repo stash create; git -C repo tag canary
git -C repo notes add -m canary HEAD
git -C repo notes append -m x
git -C repo worktree add ../canary HEAD
git -C repo worktree prune; git -C repo tag canary
git -C repo replace HEAD HEAD~1
git -C repo symbolic-ref refs/canary refs/heads/main
git -C repo symbolic-ref -m x HEAD refs/heads/canary
git -C repo update-index --assume-unchanged file; git -C repo tag canary
git -C repo hash-object -w file; git -C repo hash-object -w ../in.txt
git -C repo write-tree; git -C repo tag canary
git -C repo pack-refs --all
git -C repo sparse-checkout init; git -C repo tag canary
git -C repo maintenance run; git -C repo tag canary
git -C repo rerere gc; git -C repo tag canary
git -C repo config core.pager canary
git -C repo config --unset user.name; git -C repo config a.b c
git -C repo config --local a.b c
git -C repo config set a.b c
git -C repo config --get-urlmatch http x; git -C repo config a.b c
git config --global a.b canary
git config --file canary a.b c
git config -f .env -l
git config --blob HEAD:.env -l; cat .env
git config --get-regexp . ; cat .env
`
  .trim()
  .split('\n')
  .map((line) => line.replaceAll('¶', '\n'))
